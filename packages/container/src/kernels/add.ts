/** Adds a bias, one value for each channel. The stock kernel is slower: it looks up the position of each value. */

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'

import { util } from '../base/tensorflow.js'
import { runSimd } from './wasm/simd.js'
import { typed } from './wasm/wasm-kernel.js'
import type { Call, WasmKernel } from './wasm/wasm-kernel.js'

interface Inputs {
  readonly a: TensorInfo
  readonly b: TensorInfo
}

export const add: WasmKernel = {
  name: 'Add',
  create: (stock) => typed<Inputs, object>((kernelCall) => sumOf(stock as KernelFunc, kernelCall)),
}

function sumOf(stock: KernelFunc, { inputs, attrs, backend }: Call<Inputs, object>): TensorInfo {
  const { a, b } = inputs
  const columns = a.shape[a.shape.length - 1]
  const isBias = a.shape.length > 1 && b.shape.length === 1 && b.shape[0] === columns
  if (!isBias || a.dtype !== 'float32' || b.dtype !== 'float32') {
    return stock({ inputs: { ...inputs }, attrs: { ...attrs }, backend }) as TensorInfo
  }
  const output = backend.makeOutput(a.shape, 'float32')
  runSimd(backend, 'addBias', [a, b, output], util.sizeFromShape(a.shape) / columns, columns)
  return output
}
