/**
 * Sums of outer products over the pixels of a plane: c[m, n] += Σ over rows, columns of a[row, column, m] · b[row, column, n].
 * The gradient of a convolution's filter is made of them. Neither matrix is packed or transposed: both are read as they
 * lie, values of one pixel side by side. Steps are bytes; sums are kept in registers over the whole plane.
 */

/** c: [m, n], its rows `cRow` bytes apart. */
export function addOuterProducts(
  a: usize,
  b: usize,
  c: usize,
  m: i32,
  n: i32,
  rows: i32,
  columns: i32,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  cRow: usize,
): void {
  let i = 0
  for (; i + 4 <= m; i += 4) {
    const left = a + ((<usize>i) << 2)
    const out = c + <usize>i * cRow
    let j = 0
    for (; j + 8 <= n; j += 8) {
      const at = (<usize>j) << 2
      add4x8(left, b + at, out + at, rows, columns, aRow, aColumn, bRow, bColumn, cRow)
    }
    for (; j < n; j++) {
      const at = (<usize>j) << 2
      add4x1(left, b + at, out + at, rows, columns, aRow, aColumn, bRow, bColumn, cRow)
    }
  }
  for (; i < m; i++) {
    const left = a + ((<usize>i) << 2)
    const out = c + <usize>i * cRow
    let j = 0
    for (; j + 4 <= n; j += 4) {
      const at = (<usize>j) << 2
      add1x4(left, b + at, out + at, rows, columns, aRow, aColumn, bRow, bColumn)
    }
    for (; j < n; j++) {
      const at = (<usize>j) << 2
      add1x1(left, b + at, out + at, rows, columns, aRow, aColumn, bRow, bColumn)
    }
  }
}

function add4x8(
  a: usize,
  b: usize,
  c: usize,
  rows: i32,
  columns: i32,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  cRow: usize,
): void {
  const c1 = c + cRow
  const c2 = c1 + cRow
  const c3 = c2 + cRow
  let s00 = v128.load(c)
  let s01 = v128.load(c, 16)
  let s10 = v128.load(c1)
  let s11 = v128.load(c1, 16)
  let s20 = v128.load(c2)
  let s21 = v128.load(c2, 16)
  let s30 = v128.load(c3)
  let s31 = v128.load(c3, 16)
  for (; rows > 0; rows--) {
    let x = a
    let y = b
    for (let left = columns; left > 0; left--) {
      const y0 = v128.load(y)
      const y1 = v128.load(y, 16)
      const x0 = v128.load32_splat(x)
      s00 = f32x4.add(s00, f32x4.mul(x0, y0))
      s01 = f32x4.add(s01, f32x4.mul(x0, y1))
      const x1 = v128.load32_splat(x, 4)
      s10 = f32x4.add(s10, f32x4.mul(x1, y0))
      s11 = f32x4.add(s11, f32x4.mul(x1, y1))
      const x2 = v128.load32_splat(x, 8)
      s20 = f32x4.add(s20, f32x4.mul(x2, y0))
      s21 = f32x4.add(s21, f32x4.mul(x2, y1))
      const x3 = v128.load32_splat(x, 12)
      s30 = f32x4.add(s30, f32x4.mul(x3, y0))
      s31 = f32x4.add(s31, f32x4.mul(x3, y1))
      x += aColumn
      y += bColumn
    }
    a += aRow
    b += bRow
  }
  v128.store(c, s00)
  v128.store(c, s01, 16)
  v128.store(c1, s10)
  v128.store(c1, s11, 16)
  v128.store(c2, s20)
  v128.store(c2, s21, 16)
  v128.store(c3, s30)
  v128.store(c3, s31, 16)
}

function add4x1(
  a: usize,
  b: usize,
  c: usize,
  rows: i32,
  columns: i32,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  cRow: usize,
): void {
  const c1 = c + cRow
  const c2 = c1 + cRow
  const c3 = c2 + cRow
  let sums = f32x4(load<f32>(c), load<f32>(c1), load<f32>(c2), load<f32>(c3))
  for (; rows > 0; rows--) {
    let x = a
    let y = b
    for (let left = columns; left > 0; left--) {
      sums = f32x4.add(sums, f32x4.mul(v128.load(x), v128.load32_splat(y)))
      x += aColumn
      y += bColumn
    }
    a += aRow
    b += bRow
  }
  store<f32>(c, f32x4.extract_lane(sums, 0))
  store<f32>(c1, f32x4.extract_lane(sums, 1))
  store<f32>(c2, f32x4.extract_lane(sums, 2))
  store<f32>(c3, f32x4.extract_lane(sums, 3))
}

function add1x4(
  a: usize,
  b: usize,
  c: usize,
  rows: i32,
  columns: i32,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
): void {
  let sums = v128.load(c)
  for (; rows > 0; rows--) {
    let x = a
    let y = b
    for (let left = columns; left > 0; left--) {
      sums = f32x4.add(sums, f32x4.mul(v128.load32_splat(x), v128.load(y)))
      x += aColumn
      y += bColumn
    }
    a += aRow
    b += bRow
  }
  v128.store(c, sums)
}

function add1x1(
  a: usize,
  b: usize,
  c: usize,
  rows: i32,
  columns: i32,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
): void {
  let sum = load<f32>(c)
  for (; rows > 0; rows--) {
    let x = a
    let y = b
    for (let left = columns; left > 0; left--) {
      sum += load<f32>(x) * load<f32>(y)
      x += aColumn
      y += bColumn
    }
    a += aRow
    b += bRow
  }
  store<f32>(c, sum)
}
