/**
 * Convolutions: [batch, height, width, channels] → [batch, outHeight, outWidth, outChannels], on a packed filter. Four
 * images are gone over together: at one place all have the same taps inside, so that nothing is padded. Each output is
 * summed from its bias on, tap after tap and channel after channel, as XNNPACK does: to the same bits.
 */

import { lanes } from './pack-filter'
import { addTile } from './tile'

/** `bias` is a packed filter too, of one tap and depth, or 0. */
export function convolution(
  x: usize,
  packed: usize,
  bias: usize,
  y: usize,
  batch: i32,
  inHeight: i32,
  inWidth: i32,
  inChannels: i32,
  outHeight: i32,
  outWidth: i32,
  outChannels: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  least: f32,
): void {
  const xPixel = (<usize>inChannels) << 2
  const xRow = xPixel * inWidth
  const xImage = xRow * inHeight
  const yPixel = (<usize>outChannels) << 2
  const yRow = yPixel * outWidth
  const yImage = yRow * outHeight
  const wTap = (<usize>(inChannels * lanes)) << 2
  const wRow = wTap * filterWidth
  const panel = wRow * filterHeight
  for (let b = 0; b < batch; b += 4) {
    // Where there are fewer than four, the last is computed again.
    const b1 = <usize>min(1, batch - b - 1)
    const b2 = <usize>min(2, batch - b - 1)
    const b3 = <usize>min(3, batch - b - 1)
    for (let i = 0; i < outHeight; i++) {
      const origin = i * strideHeight - top
      const r0 = max(0, -origin)
      const rows = min(filterHeight, inHeight - origin) - r0
      for (let channel = 0; channel < outChannels; channel += lanes) {
        const weights = packed + <usize>(channel / lanes) * panel + <usize>r0 * wRow
        const start = bias ? bias + ((<usize>channel) << 2) : 0
        for (let j = 0; j < outWidth; j++) {
          const column = j * strideWidth - left
          const s0 = max(0, -column)
          const taps = min(filterWidth, inWidth - column) - s0
          const from = x + <usize>b * xImage + <usize>(origin + r0) * xRow + <usize>(column + s0) * xPixel
          const to = y + <usize>b * yImage + <usize>i * yRow + <usize>j * yPixel + ((<usize>channel) << 2)
          addTile(
            from,
            from + b1 * xImage,
            from + b2 * xImage,
            from + b3 * xImage,
            weights + <usize>s0 * wTap,
            start,
            to,
            to + b1 * yImage,
            to + b2 * yImage,
            to + b3 * yImage,
            rows,
            taps * inChannels,
            xRow,
            wRow,
            outChannels - channel,
            least,
          )
        }
      }
    }
  }
}
