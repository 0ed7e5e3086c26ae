/** The gradient of relu: dx = dy where y > 0, else 0. `length` values. */
export function reluGradient(dy: usize, y: usize, dx: usize, length: i32): void {
  const zero = f32x4.splat(0)
  let left = length
  for (; left >= 4; left -= 4) {
    v128.store(dx, v128.and(v128.load(dy), f32x4.gt(v128.load(y), zero)))
    dy += 16
    y += 16
    dx += 16
  }
  for (; left > 0; left--) {
    store<f32>(dx, load<f32>(y) > 0 ? load<f32>(dy) : 0)
    dy += 4
    y += 4
    dx += 4
  }
}
