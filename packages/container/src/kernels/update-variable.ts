/** Changes a variable by one loop over its values. */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'

import { backend, engine, getBackend, tensor } from '../base/tensorflow.js'
import { heap } from './wasm/wasm-kernel.js'

/** Changes values in place, given their gradient. */
type Update = (values: Float32Array, gradient: Float32Array) => void

/**
 * Gives a variable the values that `update` computes from its present values and a gradient. They are written to a new
 * tensor: XNNPACK packs a filter once for each tensor and would not see a change within one.
 */
export function updateVariable(variable: Variable, gradient: Tensor, update: Update): void {
  const updated = getBackend() === 'wasm' ? onHeap(variable, gradient, update) : copied(variable, gradient, update)
  variable.assign(updated)
  updated.dispose()
}

function onHeap(variable: Variable, gradient: Tensor, update: Update): Tensor {
  const wasm = backend() as BackendWasm
  const output = wasm.makeOutput(variable.shape, 'float32')
  const values = heap(wasm, output)
  values.set(heap(wasm, variable))
  update(values, heap(wasm, gradient))
  return engine().makeTensorFromTensorInfo(output)
}

/**
 * Other backends take long to read and write values. So the last values given to a variable are remembered, and are not
 * read again unless something else was assigned to it since.
 */
function copied(variable: Variable, gradient: Tensor, update: Update): Tensor {
  // `dataSync` may return the values themselves, which must not change.
  const values = remembered.get(variable.dataId) ?? variable.dataSync<'float32'>().slice()
  update(values, gradient.dataSync<'float32'>())
  const updated = tensor(values, variable.shape, 'float32')
  remembered.set(updated.dataId, values)
  return updated
}

const remembered = new WeakMap<object, Float32Array>()
