/**
 * The gradient of a convolution with respect to its filter:
 * dW[r, s, ci, co] = Σ over b, i, j of x[b, i·strideHeight + r − top, j·strideWidth + s − left, ci] · dy[b, i, j, co].
 * Of one filter row, the values of all its columns and channels lie side by side in the image, so they make one product.
 */

import { addOuterProducts } from './products'

/** Bytes of image and gradient that are gone over again and again: they are to stay in the first cache. */
const cacheBytes: i32 = 24576

/** `dw` is to be zeros. */
export function filterGradient(
  x: usize,
  dy: usize,
  dw: usize,
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
): void {
  const xRow = inWidth * inChannels
  const dyRow = outWidth * outChannels
  const rowBytes = (xRow * strideHeight + dyRow) << 2
  const block = max(1, cacheBytes / rowBytes)
  for (let b = 0; b < batch; b++) {
    const image = b * inHeight * xRow
    const gradient = b * outHeight * dyRow
    for (let from = 0; from < outHeight; from += block) {
      const to = min(outHeight, from + block)
      for (let r = 0; r < filterHeight; r++) {
        // Output rows whose input row, i·strideHeight + r − top, is in the image.
        const first = max(from, ceilDivide(top - r, strideHeight))
        const end = min(to, ceilDivide(inHeight + top - r, strideHeight))
        if (first >= end) continue
        const rowOfX = image + (first * strideHeight + r - top) * xRow
        const rowOfDy = gradient + first * dyRow
        for (let j = 0; j < outWidth;) {
          // Filter columns that are in the image, and how far that holds for the next output columns.
          const origin = j * strideWidth - left
          const s0 = max(0, -origin)
          const s1 = min(filterWidth, inWidth - origin)
          let next = j + 1
          if (s0 == 0 && s1 == filterWidth) next = max(next, (inWidth + left - filterWidth) / strideWidth + 1)
          next = min(next, outWidth)
          if (s0 < s1) {
            addOuterProducts(
              x + ((<usize>(rowOfX + (origin + s0) * inChannels)) << 2),
              dy + ((<usize>(rowOfDy + j * outChannels)) << 2),
              dw + ((<usize>((r * filterWidth + s0) * inChannels * outChannels)) << 2),
              (s1 - s0) * inChannels,
              outChannels,
              end - first,
              next - j,
              (<usize>(strideHeight * xRow)) << 2,
              (<usize>(strideWidth * inChannels)) << 2,
              (<usize>dyRow) << 2,
              (<usize>outChannels) << 2,
              (<usize>outChannels) << 2,
            )
          }
          j = next
        }
      }
    }
  }
}

function ceilDivide(a: i32, b: i32): i32 {
  return a <= 0 ? 0 : (a + b - 1) / b
}
