/**
 * The gradient of max pooling: each window's goes to its maximum, of equal ones to the first, as in TensorFlow. A
 * window of NaN sends it nowhere. `dx` is to be zeros.
 */
export function maxPoolGradient(
  dy: usize,
  x: usize,
  dx: usize,
  batch: i32,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
): void {
  const pixel = (<usize>channels) << 2
  const row = pixel * <usize>inWidth
  for (let b = 0; b < batch; b++) {
    const image = <usize>b * <usize>inHeight * row
    for (let i = 0; i < outHeight; i++) {
      const r0 = max(0, i * strideHeight - top)
      const r1 = min(inHeight, i * strideHeight - top + filterHeight)
      for (let j = 0; j < outWidth; j++) {
        const s0 = max(0, j * strideWidth - left)
        const s1 = min(inWidth, j * strideWidth - left + filterWidth)
        const window = image + <usize>r0 * row + <usize>s0 * pixel
        let channel = 0
        for (; channel + 4 <= channels; channel += 4) {
          const at = window + ((<usize>channel) << 2)
          let most = f32x4.splat(-Infinity)
          let line = x + at
          for (let r = r0; r < r1; r++) {
            let from = line
            for (let s = s0; s < s1; s++) {
              most = f32x4.pmax(most, v128.load(from))
              from += pixel
            }
            line += row
          }
          let rest = v128.load(dy + ((<usize>channel) << 2))
          let offset = at
          for (let r = r0; r < r1; r++) {
            let from = offset
            for (let s = s0; s < s1; s++) {
              const isMost = f32x4.eq(v128.load(x + from), most)
              const to = dx + from
              v128.store(to, f32x4.add(v128.load(to), v128.and(rest, isMost)))
              rest = v128.andnot(rest, isMost)
              from += pixel
            }
            offset += row
          }
        }
        for (; channel < channels; channel++) {
          let most: f32 = -Infinity
          let position: usize = 0
          let offset = window + ((<usize>channel) << 2)
          for (let r = r0; r < r1; r++) {
            let from = offset
            for (let s = s0; s < s1; s++) {
              const value = load<f32>(x + from)
              if (value > most) {
                most = value
                position = dx + from
              }
              from += pixel
            }
            offset += row
          }
          if (position) store<f32>(position, load<f32>(position) + load<f32>(dy + ((<usize>channel) << 2)))
        }
        dy += pixel
      }
    }
  }
}
