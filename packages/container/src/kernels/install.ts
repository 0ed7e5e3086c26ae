/** Replaces kernels of the wasm backend by this package's. */

import { getKernel, registerKernel, unregisterKernel } from '../base/tensorflow.js'
import { add } from './add.js'
import { avgPoolGrad } from './avg-pool-grad.js'
import { batchMatMul } from './batch-mat-mul.js'
import { conv2dBackpropFilter } from './conv2d-backprop-filter.js'
import { conv2dBackpropInput } from './conv2d-backprop-input.js'
import { convolution } from './convolution.js'
import { depthwiseSame } from './convolution-same.js'
import { depthwiseBackpropFilter } from './depthwise-backprop-filter.js'
import { depthwiseBackpropInput } from './depthwise-backprop-input.js'
import { identity } from './identity.js'
import { maxPoolGrad } from './max-pool-grad.js'
import { installReluGradient, reluGrad } from './relu-grad.js'
import { sum } from './sum.js'
import { unsortedSegmentSum } from './unsorted-segment-sum.js'
import type { WasmKernel } from './wasm/wasm-kernel.js'

/** Every kernel. Each file explains its own. */
export const kernels: readonly WasmKernel[] = [
  ...convolution,
  ...depthwiseSame,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  batchMatMul,
  maxPoolGrad,
  avgPoolGrad,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  add,
  identity,
  reluGrad,
  sum,
  unsortedSegmentSum,
]

/** Registers the kernels; a second call changes nothing. */
export function installKernels(): void {
  if (installed) return
  installed = true
  for (const { name, create } of kernels) {
    // Undefined if there is none, although its type does not say so.
    const stock = getKernel(name, 'wasm') as ReturnType<typeof getKernel> | undefined
    if (stock) unregisterKernel(name, 'wasm')
    registerKernel({ ...stock, kernelName: name, backendName: 'wasm', kernelFunc: create(stock?.kernelFunc) })
  }
  installReluGradient()
}

let installed = false
