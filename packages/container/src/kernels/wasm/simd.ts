/** The kernels of `assembly/`, on the memory of TensorFlow.js's wasm backend. */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { TensorInfo } from '@tensorflow/tfjs-core'

import { instantiate } from './simd-instance.js'
import type { SimdExports } from './simd-instance.js'

/** Each takes addresses and sizes in the order of its source. */
export type SimdKernel =
  | 'addBias'
  | 'columnSums'
  | 'convolution'
  | 'dotProducts'
  | 'filterGradient'
  | 'matrixProduct'
  | 'maxPoolGradient'
  | 'packFilter'
  | 'reluGradient'

/** Runs a kernel on float32 tensors ('none' has the address 0), then numbers. */
export function runSimd(
  backend: BackendWasm,
  kernel: SimdKernel,
  tensors: readonly (TensorInfo | 'none')[],
  ...numbers: readonly number[]
): void {
  const { dataIdMap } = backend as unknown as Internals
  const addresses = tensors.map((each) => (each === 'none' ? 0 : dataIdMap.get(each.dataId).memoryOffset))
  kernelsOn(backend)[kernel](...addresses, ...numbers)
}

/** The parts of the backend that its types lack. */
interface Internals {
  readonly dataIdMap: { readonly get: (dataId: object) => { readonly memoryOffset: number } }
  readonly wasm: { readonly asm: { readonly memory: object } }
}

const made = new WeakMap<BackendWasm, SimdExports<SimdKernel>>()

function kernelsOn(backend: BackendWasm): SimdExports<SimdKernel> {
  const known = made.get(backend)
  if (known) return known
  const { memory } = (backend as unknown as Internals).wasm.asm
  const kernels = instantiate<SimdKernel>(memory)
  made.set(backend, kernels)
  return kernels
}
