/** The gradient of a depthwise convolution with respect to its filter, which the wasm backend lacks. */

import type { TensorInfo } from '@tensorflow/tfjs-core'

import { forEachTap } from './wasm/depthwise-taps.js'
import type { DepthwiseAttributes } from './wasm/depthwise-taps.js'
import { heap, typed, zeros } from './wasm/wasm-kernel.js'
import type { Call, ImageShape, WasmKernel } from './wasm/wasm-kernel.js'

interface Inputs {
  readonly x: TensorInfo
  readonly dy: TensorInfo
}

interface Attributes extends DepthwiseAttributes {
  readonly filterShape: ImageShape
}

export const depthwiseBackpropFilter: WasmKernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  create: () => typed(gradient),
}

function gradient({ inputs: { x, dy }, attrs, backend }: Call<Inputs, Attributes>): TensorInfo {
  const [, , channels, multiplier] = attrs.filterShape
  const output = zeros(backend, attrs.filterShape)
  const [to, values, from] = [heap(backend, output), heap(backend, x), heap(backend, dy)]
  forEachTap(x.shape as ImageShape, attrs.filterShape, attrs, (pixel, tap, result) => {
    for (let channel = 0; channel < channels; channel++) {
      for (let each = channel * multiplier; each < (channel + 1) * multiplier; each++) {
        to[tap + each] += values[pixel + channel] * from[result + each]
      }
    }
  })
  return output
}
