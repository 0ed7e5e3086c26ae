/** Adds a row of values to each row of a matrix, [rows, columns]. */
export function addBias(x: usize, bias: usize, y: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--) {
    let from = bias
    let left = columns
    for (; left >= 4; left -= 4) {
      v128.store(y, f32x4.add(v128.load(x), v128.load(from)))
      x += 16
      y += 16
      from += 16
    }
    for (; left > 0; left--) {
      store<f32>(y, load<f32>(x) + load<f32>(from))
      x += 4
      y += 4
      from += 4
    }
  }
}
