/** Sums over all axes but the last, as for the gradient of a bias. The stock kernel transposes the whole tensor first. */

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'

import { util } from '../base/tensorflow.js'
import { runSimd } from './wasm/simd.js'
import { typed, zeros } from './wasm/wasm-kernel.js'
import type { Call, WasmKernel } from './wasm/wasm-kernel.js'

interface Inputs {
  readonly x: TensorInfo
}

interface Attributes {
  readonly axis: number | number[]
  readonly keepDims: boolean
}

export const sum: WasmKernel = {
  name: 'Sum',
  create: (stock) => typed<Inputs, Attributes>((kernelCall) => sumOf(stock as KernelFunc, kernelCall)),
}

function sumOf(stock: KernelFunc, { inputs, attrs, backend }: Call<Inputs, Attributes>): TensorInfo {
  const { x } = inputs
  const rank = x.shape.length
  const axes = util.parseAxisParam(attrs.axis, x.shape)
  const leavesLast = rank > 1 && axes.length === rank - 1 && !axes.includes(rank - 1)
  if (!leavesLast || attrs.keepDims || x.dtype !== 'float32') {
    return stock({ inputs: { ...inputs }, attrs: { ...attrs }, backend }) as TensorInfo
  }
  const columns = x.shape[rank - 1]
  const output = zeros(backend, [columns])
  runSimd(backend, 'columnSums', [x, output], util.sizeFromShape(x.shape) / columns, columns)
  return output
}
