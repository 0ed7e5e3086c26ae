/**
 * Sums over the rows of a matrix, [rows, columns] → [columns]: the gradient of a bias. `sums` is to be zeros. Each
 * block of rows is summed by itself first: it stays in the cache, and float32 loses less.
 */
const blockRows: i32 = 64

export function columnSums(x: usize, sums: usize, rows: i32, columns: i32): void {
  const step = (<usize>columns) << 2
  for (let from = 0; from < rows; from += blockRows) {
    const count = min(blockRows, rows - from)
    const block = x + <usize>from * step
    let column = 0
    for (; column + 8 <= columns; column += 8) {
      let at = block + ((<usize>column) << 2)
      let first = f32x4.splat(0)
      let second = f32x4.splat(0)
      for (let row = count; row > 0; row--) {
        first = f32x4.add(first, v128.load(at))
        second = f32x4.add(second, v128.load(at, 16))
        at += step
      }
      const to = sums + ((<usize>column) << 2)
      v128.store(to, f32x4.add(v128.load(to), first))
      v128.store(to, f32x4.add(v128.load(to, 16), second), 16)
    }
    for (; column < columns; column++) {
      let at = block + ((<usize>column) << 2)
      let sum: f32 = 0
      for (let row = count; row > 0; row--) {
        sum += load<f32>(at)
        at += step
      }
      const to = sums + ((<usize>column) << 2)
      store<f32>(to, load<f32>(to) + sum)
    }
  }
}
