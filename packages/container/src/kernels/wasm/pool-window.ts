/** The part of the input that each output of a pooling layer sees. */

import { backend_util } from '../../base/tensorflow.js'
import type { ImageShape, Padding } from './wasm-kernel.js'

/** Attributes of pooling kernels. */
export interface PoolAttributes {
  readonly filterSize: number | [number, number]
  readonly strides: number | [number, number]
  readonly pad: Padding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/** One output position and its window: first and last (exclusive) rows and columns, without padding. */
export interface Window {
  /** Index of the first channel of the output. */
  output: number
  /** Index of the first value of the example in the input. */
  example: number
  top: number
  bottom: number
  left: number
  right: number
}

/** Calls `visit` for every window in order; the object is the same each time. */
export function forEachWindow(inputShape: ImageShape, attrs: PoolAttributes, visit: (window: Window) => void): void {
  const { filterSize, strides, pad, dimRoundingMode } = attrs
  const info = backend_util.computePool2DInfo(inputShape, filterSize, strides, 1, pad, dimRoundingMode)
  const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info
  const window: Window = { output: 0, example: 0, top: 0, bottom: 0, left: 0, right: 0 }
  for (let batch = 0; batch < info.batchSize; batch++) {
    window.example = batch * inHeight * inWidth * inChannels
    for (let row = 0; row < outHeight; row++) {
      const top = row * info.strideHeight - padInfo.top
      window.top = Math.max(0, top)
      window.bottom = Math.min(inHeight, top + info.filterHeight)
      for (let column = 0; column < outWidth; column++) {
        const left = column * info.strideWidth - padInfo.left
        window.left = Math.max(0, left)
        window.right = Math.min(inWidth, left + info.filterWidth)
        visit(window)
        window.output += inChannels
      }
    }
  }
}
