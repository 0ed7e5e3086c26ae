/**
 * The gradient of max pooling. If a window's maximum is negative (after tanh, ELU, batch normalization …), the stock kernel
 * silently sends it to the wrong element. Of equal maxima the first gets it, as in TensorFlow.
 */

import type { TensorInfo } from '@tensorflow/tfjs-core'

import { backend_util } from '../base/tensorflow.js'
import type { PoolAttributes } from './wasm/pool-window.js'
import { runSimd } from './wasm/simd.js'
import { typed, zeros } from './wasm/wasm-kernel.js'
import type { Call, ImageShape, WasmKernel } from './wasm/wasm-kernel.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly input: TensorInfo
}

export const maxPoolGrad: WasmKernel = { name: 'MaxPoolGrad', create: () => typed(gradient) }

function gradient({ inputs: { dy, input }, attrs, backend }: Call<Inputs, PoolAttributes>): TensorInfo {
  const shape = input.shape as ImageShape
  const { filterSize, strides, pad, dimRoundingMode } = attrs
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode)
  const output = zeros(backend, shape)
  const windows = [info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth]
  const { top, left } = info.padInfo
  runSimd(
    backend,
    'maxPoolGradient',
    [dy, input, output],
    ...shape,
    info.outHeight,
    info.outWidth,
    ...windows,
    top,
    left,
  )
  return output
}
