/**
 * The gradient of Conv2D with respect to its filter, which the wasm backend lacks. XNNPACK's convolution with transposed
 * axes would take twice the time: it would pack the gradient as a filter, which is used only a few times.
 */

import type { TensorInfo } from '@tensorflow/tfjs-core'

import { backend_util } from '../base/tensorflow.js'
import { runSimd } from './wasm/simd.js'
import { typed, zeros } from './wasm/wasm-kernel.js'
import type { Call, ImageShape, Padding, WasmKernel } from './wasm/wasm-kernel.js'

interface Inputs {
  readonly x: TensorInfo
  readonly dy: TensorInfo
}

interface Attributes {
  readonly strides: number | [number, number]
  readonly pad: Padding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
  readonly filterShape: ImageShape
}

export const conv2dBackpropFilter: WasmKernel = {
  name: 'Conv2DBackpropFilter',
  create: () => typed(backpropFilter),
}

function backpropFilter({ inputs: { x, dy }, attrs, backend }: Call<Inputs, Attributes>): TensorInfo {
  const { strides, pad, dimRoundingMode, filterShape } = attrs
  const info = backend_util.computeConv2DInfo(x.shape as ImageShape, filterShape, strides, 1, pad, dimRoundingMode)
  const output = zeros(backend, filterShape)
  const images = [info.batchSize, info.inHeight, info.inWidth, info.inChannels]
  const gradients = [info.outHeight, info.outWidth, info.outChannels]
  const windows = [info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth]
  const { top, left } = info.padInfo
  runSimd(backend, 'filterGradient', [x, dy, output], ...images, ...gradients, ...windows, top, left)
  return output
}
