/**
 * Matrix products with a transposed operand, as the gradient of a dense layer needs them. XNNPACK takes the
 * untransposed case only and the stock kernel falls back to loops; transposing first is many times faster.
 */

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'

import { call, free, reshaped, typed } from './wasm-kernel.js'
import type { Call, WasmKernel } from './wasm-kernel.js'

interface Inputs {
  readonly a: TensorInfo
  readonly b: TensorInfo
}

interface Attributes {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

export const batchMatMul: WasmKernel = {
  name: 'BatchMatMul',
  create: (stock) => typed<Inputs, Attributes>((kernelCall) => multiply(stock as KernelFunc, kernelCall)),
}

function multiply(stock: KernelFunc, { inputs, attrs, backend }: Call<Inputs, Attributes>): TensorInfo {
  const { a, b } = inputs
  if (!(attrs.transposeA || attrs.transposeB) || !isSingle(a) || !isSingle(b)) {
    return stock({ inputs: { ...inputs }, attrs: { ...attrs }, backend }) as TensorInfo
  }
  const left = upright(a, attrs.transposeA)
  const right = upright(b, attrs.transposeB)
  const product = stock({
    inputs: { a: reshaped(left, [1, ...left.shape]), b: reshaped(right, [1, ...right.shape]) },
    attrs: { transposeA: false, transposeB: false },
    backend,
  }) as TensorInfo
  if (attrs.transposeA) free(backend, left)
  if (attrs.transposeB) free(backend, right)
  const rank = Math.max(a.shape.length, b.shape.length)
  return reshaped(product, [...Array.from({ length: rank - 2 }, () => 1), left.shape[0], right.shape[1]])

  function upright(matrix: TensorInfo, transposed: boolean): TensorInfo {
    const flat = reshaped(matrix, matrix.shape.slice(-2))
    return transposed ? call('Transpose', backend, { x: flat }, { perm: [1, 0] }) : flat
  }
}

/** Whether there is one matrix only. */
function isSingle({ shape }: TensorInfo): boolean {
  return shape.slice(0, -2).every((size) => size === 1)
}
