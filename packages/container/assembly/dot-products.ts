/**
 * a · bᵀ, of [m, k] and [n, k] → [m, n]: both rows lie side by side in memory, so that nothing is packed or transposed.
 */
export function dotProducts(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32): void {
  const row = (<usize>k) << 2
  const out = (<usize>n) << 2
  let j = 0
  for (; j + 4 <= n; j += 4) {
    let i = 0
    for (; i + 2 <= m; i += 2) {
      dot2x4(a + <usize>i * row, b + <usize>j * row, c + <usize>i * out + ((<usize>j) << 2), k, row, out)
    }
    if (i < m) for (let last = j; last < j + 4; last++) one(a, b, c, i, last, k, row, out)
  }
  for (; j < n; j++) for (let i = 0; i < m; i++) one(a, b, c, i, j, k, row, out)
}

function one(a: usize, b: usize, c: usize, i: i32, j: i32, k: i32, row: usize, out: usize): void {
  let x = a + <usize>i * row
  let y = b + <usize>j * row
  let sums = f32x4.splat(0)
  let left = k
  for (; left >= 4; left -= 4) {
    sums = f32x4.add(sums, f32x4.mul(v128.load(x), v128.load(y)))
    x += 16
    y += 16
  }
  let sum = total(sums)
  for (; left > 0; left--) {
    sum += load<f32>(x) * load<f32>(y)
    x += 4
    y += 4
  }
  store<f32>(c + <usize>i * out + ((<usize>j) << 2), sum)
}

function dot2x4(x0: usize, y0: usize, c: usize, k: i32, row: usize, out: usize): void {
  let x1 = x0 + row
  let y1 = y0 + row
  let y2 = y1 + row
  let y3 = y2 + row
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s03 = s00
  let s10 = s00
  let s11 = s00
  let s12 = s00
  let s13 = s00
  let left = k
  for (; left >= 4; left -= 4) {
    const u = v128.load(x0)
    const v = v128.load(x1)
    let w = v128.load(y0)
    s00 = f32x4.add(s00, f32x4.mul(u, w))
    s10 = f32x4.add(s10, f32x4.mul(v, w))
    w = v128.load(y1)
    s01 = f32x4.add(s01, f32x4.mul(u, w))
    s11 = f32x4.add(s11, f32x4.mul(v, w))
    w = v128.load(y2)
    s02 = f32x4.add(s02, f32x4.mul(u, w))
    s12 = f32x4.add(s12, f32x4.mul(v, w))
    w = v128.load(y3)
    s03 = f32x4.add(s03, f32x4.mul(u, w))
    s13 = f32x4.add(s13, f32x4.mul(v, w))
    x0 += 16
    x1 += 16
    y0 += 16
    y1 += 16
    y2 += 16
    y3 += 16
  }
  let first = totals(s00, s01, s02, s03)
  let second = totals(s10, s11, s12, s13)
  for (; left > 0; left--) {
    const w = f32x4(load<f32>(y0), load<f32>(y1), load<f32>(y2), load<f32>(y3))
    first = f32x4.add(first, f32x4.mul(v128.load32_splat(x0), w))
    second = f32x4.add(second, f32x4.mul(v128.load32_splat(x1), w))
    x0 += 4
    x1 += 4
    y0 += 4
    y1 += 4
    y2 += 4
    y3 += 4
  }
  v128.store(c, first)
  v128.store(c + out, second)
}

function total(s: v128): f32 {
  return f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3))
}

function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4(total(a), total(b), total(c), total(d))
}
