/**
 * The gradient of average pooling. With padding `same`, the stock kernel divides by the full window at the border, but the
 * forward pass divides by the part inside the image. This kernel does as the forward pass.
 */

import type { TensorInfo } from '@tensorflow/tfjs-core'

import { forEachWindow } from './wasm/pool-window.js'
import type { PoolAttributes } from './wasm/pool-window.js'
import { heap, typed, zeros } from './wasm/wasm-kernel.js'
import type { Call, ImageShape, WasmKernel } from './wasm/wasm-kernel.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly input: TensorInfo
}

export const avgPoolGrad: WasmKernel = { name: 'AvgPoolGrad', create: () => typed(gradient) }

function gradient({ inputs: { dy, input }, attrs, backend }: Call<Inputs, PoolAttributes>): TensorInfo {
  const shape = input.shape as ImageShape
  const [, , width, channels] = shape
  const output = zeros(backend, shape)
  const [to, from] = [heap(backend, output), heap(backend, dy)]
  forEachWindow(shape, attrs, ({ output: start, example, top, bottom, left, right }) => {
    const share = 1 / ((bottom - top) * (right - left))
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const pixel = example + (row * width + column) * channels
        for (let channel = 0; channel < channels; channel++) to[pixel + channel] += share * from[start + channel]
      }
    }
  })
  return output
}
