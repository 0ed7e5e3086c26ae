/**
 * Sums of outer products over the pixels of a plane: c[m, n] += Σ over rows, columns of a[row, column, m] · b[row, column, n].
 * The gradient of a convolution's filter is made of them. Neither matrix is packed or transposed: both are read as they
 * lie, values of one pixel side by side. Steps are bytes; sums are kept in registers over the whole plane. How a matrix
 * is cut into tiles does not change a sum.
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
  for (; m >= 4; m -= 4) {
    addRows<i32>(a, b, c, n, rows, columns, aRow, aColumn, bRow, bColumn, cRow)
    a += 16
    c += cRow << 2
  }
  if (m & 2) {
    addRows<i16>(a, b, c, n, rows, columns, aRow, aColumn, bRow, bColumn, cRow)
    a += 8
    c += cRow << 1
  }
  if (m & 1) addRows<i8>(a, b, c, n, rows, columns, aRow, aColumn, bRow, bColumn, cRow)
}

/** As many rows of c as the type has bytes: a function is compiled for each size of a tile. */
function addRows<Height>(
  a: usize,
  b: usize,
  c: usize,
  n: i32,
  rows: i32,
  columns: i32,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  cRow: usize,
): void {
  let left = n
  for (; left >= 8; left -= 8) {
    addTile<Height, i64>(a, b, c, rows, columns, aRow, aColumn, bRow, bColumn, cRow)
    b += 32
    c += 32
  }
  if (left & 4) {
    addTile<Height, i32>(a, b, c, rows, columns, aRow, aColumn, bRow, bColumn, cRow)
    b += 16
    c += 16
  }
  if (left & 2) {
    addTile<Height, i16>(a, b, c, rows, columns, aRow, aColumn, bRow, bColumn, cRow)
    b += 8
    c += 8
  }
  if (left & 1) addTile<Height, i8>(a, b, c, rows, columns, aRow, aColumn, bRow, bColumn, cRow)
}

function addTile<Height, Width>(
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
  const zero = f32x4.splat(0)
  let s00 = take<Width>(c)
  let s10 = sizeof<Height>() > 1 ? take<Width>(c1) : zero
  let s20 = sizeof<Height>() > 2 ? take<Width>(c2) : zero
  let s30 = sizeof<Height>() > 3 ? take<Width>(c3) : zero
  let s01 = sizeof<Width>() == 8 ? v128.load(c, 16) : zero
  let s11 = sizeof<Width>() == 8 && sizeof<Height>() > 1 ? v128.load(c1, 16) : zero
  let s21 = sizeof<Width>() == 8 && sizeof<Height>() > 2 ? v128.load(c2, 16) : zero
  let s31 = sizeof<Width>() == 8 && sizeof<Height>() > 3 ? v128.load(c3, 16) : zero
  for (let row = rows; row > 0; row--) {
    let x = a
    let y = b
    for (let left = columns; left > 0; left--) {
      const y0 = take<Width>(y)
      const y1 = sizeof<Width>() == 8 ? v128.load(y, 16) : zero
      const x0 = v128.load32_splat(x)
      s00 = f32x4.add(s00, f32x4.mul(x0, y0))
      if (sizeof<Width>() == 8) s01 = f32x4.add(s01, f32x4.mul(x0, y1))
      if (sizeof<Height>() > 1) {
        const x1 = v128.load32_splat(x, 4)
        s10 = f32x4.add(s10, f32x4.mul(x1, y0))
        if (sizeof<Width>() == 8) s11 = f32x4.add(s11, f32x4.mul(x1, y1))
      }
      if (sizeof<Height>() > 2) {
        const x2 = v128.load32_splat(x, 8)
        s20 = f32x4.add(s20, f32x4.mul(x2, y0))
        if (sizeof<Width>() == 8) s21 = f32x4.add(s21, f32x4.mul(x2, y1))
      }
      if (sizeof<Height>() > 3) {
        const x3 = v128.load32_splat(x, 12)
        s30 = f32x4.add(s30, f32x4.mul(x3, y0))
        if (sizeof<Width>() == 8) s31 = f32x4.add(s31, f32x4.mul(x3, y1))
      }
      x += aColumn
      y += bColumn
    }
    a += aRow
    b += bRow
  }
  put<Width>(c, s00, s01)
  if (sizeof<Height>() > 1) put<Width>(c1, s10, s11)
  if (sizeof<Height>() > 2) put<Width>(c2, s20, s21)
  if (sizeof<Height>() > 3) put<Width>(c3, s30, s31)
}

/** The first values, four at most. */
function take<Width>(from: usize): v128 {
  return sizeof<Width>() == 1 ? v128.load32_zero(from) : sizeof<Width>() == 2 ? v128.load64_zero(from) : v128.load(from)
}

function put<Width>(to: usize, first: v128, second: v128): void {
  if (sizeof<Width>() == 1) v128.store32_lane(to, first, 0)
  if (sizeof<Width>() == 2) v128.store64_lane(to, first, 0)
  if (sizeof<Width>() >= 4) v128.store(to, first)
  if (sizeof<Width>() == 8) v128.store(to, second, 16)
}
