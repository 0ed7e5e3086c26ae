/**
 * The gradient of max pooling. The stock kernel sends it to the wrong element wherever a window's maximum is negative
 * (after tanh, ELU, batch normalization …), in silence. Of equal maxima the first gets it, as in TensorFlow.
 */

import type { TensorInfo } from '@tensorflow/tfjs-core'

import { forEachWindow } from './pool-window.js'
import type { PoolAttributes } from './pool-window.js'
import { heap, typed, zeros } from './wasm-kernel.js'
import type { Call, ImageShape, WasmKernel } from './wasm-kernel.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly input: TensorInfo
}

export const maxPoolGrad: WasmKernel = { name: 'MaxPoolGrad', create: () => typed(gradient) }

function gradient({ inputs: { dy, input }, attrs, backend }: Call<Inputs, PoolAttributes>): TensorInfo {
  const shape = input.shape as ImageShape
  const [, , width, channels] = shape
  const output = zeros(backend, shape)
  const [to, values, from] = [heap(backend, output), heap(backend, input), heap(backend, dy)]
  const largest = new Float32Array(channels)
  const position = new Int32Array(channels)
  forEachWindow(shape, attrs, ({ output: start, example, top, bottom, left, right }) => {
    largest.fill(-Infinity)
    position.fill(-1)
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const pixel = example + (row * width + column) * channels
        for (let channel = 0; channel < channels; channel++) {
          const value = values[pixel + channel]
          if (value > largest[channel]) {
            largest[channel] = value
            position[channel] = pixel + channel
          }
        }
      }
    }
    for (let channel = 0; channel < channels; channel++) {
      // Nothing is larger than −∞ in a window of NaN.
      if (position[channel] >= 0) to[position[channel]] += from[start + channel]
    }
  })
  return output
}
