/** The gradient of a depthwise convolution with respect to its input, which the wasm backend lacks. */

import type { TensorInfo } from '@tensorflow/tfjs-core'

import { forEachTap } from './wasm/depthwise-taps.js'
import type { DepthwiseAttributes } from './wasm/depthwise-taps.js'
import { heap, typed, zeros } from './wasm/wasm-kernel.js'
import type { Call, ImageShape, WasmKernel } from './wasm/wasm-kernel.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly filter: TensorInfo
}

interface Attributes extends DepthwiseAttributes {
  readonly inputShape: ImageShape
}

export const depthwiseBackpropInput: WasmKernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  create: () => typed(gradient),
}

function gradient({ inputs: { dy, filter }, attrs, backend }: Call<Inputs, Attributes>): TensorInfo {
  const [, , channels, multiplier] = filter.shape as ImageShape
  const output = zeros(backend, attrs.inputShape)
  const [to, weights, from] = [heap(backend, output), heap(backend, filter), heap(backend, dy)]
  forEachTap(attrs.inputShape, filter.shape as ImageShape, attrs, (pixel, tap, result) => {
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0
      for (let each = channel * multiplier; each < (channel + 1) * multiplier; each++) {
        sum += weights[tap + each] * from[result + each]
      }
      to[pixel + channel] += sum
    }
  })
  return output
}
