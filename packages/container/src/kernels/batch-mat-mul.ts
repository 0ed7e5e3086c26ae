/**
 * Matrix products, as a dense layer and its gradients need them. XNNPACK handles only the untransposed case, and packs the
 * whole right matrix for each product; the stock kernel falls back to loops for the others. Here a transposed right
 * matrix is multiplied in place, row by row; a transposed left one, which is a batch, is transposed first.
 */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'

import { runSimd } from './wasm/simd.js'
import { call, free, reshaped, typed } from './wasm/wasm-kernel.js'
import type { Call, WasmKernel } from './wasm/wasm-kernel.js'

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
  if (!isSingle(a) || !isSingle(b)) {
    return stock({ inputs: { ...inputs }, attrs: { ...attrs }, backend }) as TensorInfo
  }
  const rank = Math.max(a.shape.length, b.shape.length)
  const ones = Array.from({ length: rank - 2 }, () => 1)
  const { transposeA, transposeB } = attrs
  const left = transposeA ? transposed(backend, a) : a
  const right = transposeA && transposeB ? transposed(backend, b) : b
  const [m, k] = left.shape.slice(-2)
  const n = b.shape[b.shape.length - (transposeB ? 2 : 1)]
  const product = backend.makeOutput([...ones, m, n], 'float32')
  if (transposeB && right === b) runSimd(backend, 'dotProducts', [left, b, product], m, n, k)
  else multiplyUpright(backend, left, right, product, [m, k, n])
  if (left !== a) free(backend, left)
  if (right !== b) free(backend, right)
  return product
}

function multiplyUpright(
  backend: BackendWasm,
  a: TensorInfo,
  b: TensorInfo,
  product: TensorInfo,
  sizes: readonly [m: number, k: number, n: number],
): void {
  const scratch = backend.makeOutput([sizes[1], 8], 'float32')
  runSimd(backend, 'matrixProduct', [a, b, scratch, product], ...sizes)
  free(backend, scratch)
}

function transposed(backend: BackendWasm, matrix: TensorInfo): TensorInfo {
  return call('Transpose', backend, { x: reshaped(matrix, matrix.shape.slice(-2)) }, { perm: [1, 0] })
}

/** Returns whether there is only one matrix. */
function isSingle({ shape }: TensorInfo): boolean {
  return shape.slice(0, -2).every((size) => size === 1)
}
