/** A depthwise convolution as a list of (input pixel, filter tap, output pixel): both its gradients are sums over it. */

import { backend_util } from '../../base/tensorflow.js'
import type { ImageShape, Padding } from './wasm-kernel.js'

/** Attributes that both gradients have. */
export interface DepthwiseAttributes {
  readonly strides: number | [number, number]
  /** TensorFlow.js's own depthwise layer passes null. */
  readonly dilations: number | [number, number] | null
  readonly pad: Padding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/** Calls `visit` with the index of the first channel of input, filter and output for each tap inside the image. */
export function forEachTap(
  inputShape: ImageShape,
  filterShape: ImageShape,
  { strides, dilations, pad, dimRoundingMode }: DepthwiseAttributes,
  visit: (input: number, filter: number, output: number) => void,
): void {
  const info = backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    true,
  )
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info
  for (let batch = 0; batch < info.batchSize; batch++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        const output = ((batch * outHeight + row) * outWidth + column) * outChannels
        for (let r = 0; r < info.filterHeight; r++) {
          const y = row * info.strideHeight + r * info.dilationHeight - padInfo.top
          if (y < 0 || y >= inHeight) continue
          for (let s = 0; s < info.filterWidth; s++) {
            const x = column * info.strideWidth + s * info.dilationWidth - padInfo.left
            if (x < 0 || x >= inWidth) continue
            visit(((batch * inHeight + y) * inWidth + x) * inChannels, (r * info.filterWidth + s) * outChannels, output)
          }
        }
      }
    }
  }
}
