/**
 * Matrix products with a transposed operand, as the gradients of a dense layer need them. XNNPACK takes the
 * untransposed case only and the stock kernel falls back to loops. Where the right one is transposed its rows are
 * multiplied as they lie; the left one, a batch, is transposed first.
 */

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'

import { runSimd } from './simd.js'
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
  const rank = Math.max(a.shape.length, b.shape.length)
  const ones = Array.from({ length: rank - 2 }, () => 1)
  if (!attrs.transposeA) {
    const [m, k] = a.shape.slice(-2)
    const n = b.shape[b.shape.length - 2]
    const product = backend.makeOutput([...ones, m, n], 'float32')
    runSimd(backend, 'dotProducts', [a, b, product], m, n, k)
    return product
  }
  const left = upright(a, attrs.transposeA)
  const right = upright(b, attrs.transposeB)
  const product = stock({
    inputs: { a: reshaped(left, [1, ...left.shape]), b: reshaped(right, [1, ...right.shape]) },
    attrs: { transposeA: false, transposeB: false },
    backend,
  }) as TensorInfo
  free(backend, left)
  if (attrs.transposeB) free(backend, right)
  return reshaped(product, [...ones, left.shape[0], right.shape[1]])

  function upright(matrix: TensorInfo, transposed: boolean): TensorInfo {
    const flat = reshaped(matrix, matrix.shape.slice(-2))
    return transposed ? call('Transpose', backend, { x: flat }, { perm: [1, 0] }) : flat
  }
}

/** Whether there is one matrix only. */
function isSingle({ shape }: TensorInfo): boolean {
  return shape.slice(0, -2).every((size) => size === 1)
}
