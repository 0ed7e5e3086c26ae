/** The parts that every kernel shares: the wasm heap, calls of other kernels, and common types. */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'

import { getKernel } from '../../base/tensorflow.js'

/** A kernel of this package. `stock` is the kernel that it replaces, if there is one. */
export interface WasmKernel {
  readonly name: string
  readonly create: (stock: KernelFunc | undefined) => KernelFunc
}

/** A kernel's arguments. */
export interface Call<Inputs, Attributes> {
  readonly inputs: Inputs
  readonly attrs: Attributes
  readonly backend: BackendWasm
}

/** Types a kernel's function. For TensorFlow.js, its inputs and attributes are only maps. */
export function typed<Inputs, Attributes>(kernel: (call: Call<Inputs, Attributes>) => TensorInfo): KernelFunc {
  return ({ inputs, attrs, backend }) =>
    kernel({ inputs: inputs as Inputs, attrs: attrs as Attributes, backend: backend as BackendWasm })
}

/** Calls another kernel of the wasm backend. */
export function call(name: string, backend: BackendWasm, inputs: object, attrs: object): TensorInfo {
  const kernel = getKernel(name, 'wasm')
  return kernel.kernelFunc({
    inputs: inputs as NamedTensorInfoMap,
    attrs: attrs as NamedAttrMap,
    backend,
  }) as TensorInfo
}

/** The tensor's values on the wasm heap. Valid until the next allocation, which may move the heap. */
export function heap(backend: BackendWasm, tensor: TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array
}

/** Returns a float32 tensor of zeros. */
export function zeros(backend: BackendWasm, shape: readonly number[]): TensorInfo {
  const output = backend.makeOutput([...shape], 'float32')
  heap(backend, output).fill(0)
  return output
}

/** Frees intermediate results. */
export function free(backend: BackendWasm, ...tensors: readonly TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId)
}

/** The same values under another shape. */
export function reshaped({ dataId, dtype }: TensorInfo, shape: readonly number[]): TensorInfo {
  return { dataId, dtype, shape: [...shape] }
}

/** Padding as TensorFlow.js's convolutions take it. */
export type Padding =
  'same' | 'valid' | number | [[number, number], [number, number], [number, number], [number, number]]

/** A batch of images. */
export type ImageShape = [batch: number, height: number, width: number, channels: number]
