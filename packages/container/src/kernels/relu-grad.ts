/**
 * The gradient of relu in one kernel, as in TensorFlow. TensorFlow.js composes it of a step, a cast and a product, and on
 * the native backend the step takes two more arrays of ones.
 */

import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'

import { engine, registerGradient, Relu } from '../base/tensorflow.js'
import { runSimd } from './wasm/simd.js'
import { typed } from './wasm/wasm-kernel.js'
import type { Call, WasmKernel } from './wasm/wasm-kernel.js'

/** The inputs of the kernel of each backend. */
export interface ReluGradInputs {
  readonly dy: TensorInfo
  readonly y: TensorInfo
}

export const reluGrad: WasmKernel = { name: 'ReluGrad', create: () => typed(gradient) }

function gradient({ inputs: { dy, y }, backend }: Call<ReluGradInputs, object>): TensorInfo {
  const output = backend.makeOutput(dy.shape, 'float32')
  runSimd(
    backend,
    'reluGradient',
    [dy, y, output],
    y.shape.reduce((product, size) => product * size, 1),
  )
  return output
}

/** Call it only if the backend has the kernel. */
export function installReluGradient(): void {
  registerGradient({
    kernelName: Relu,
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({ x: () => engine().runKernel<Tensor>('ReluGrad', { dy: dy as Tensor, y }) }),
  })
}
