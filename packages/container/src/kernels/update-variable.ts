/** Changing a variable by one loop over its values. */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import { backend, engine } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'

import { heap } from './wasm-kernel.js'

/**
 * Gives a variable the values that `update` makes of its present ones and a gradient. They are put in a new tensor:
 * XNNPACK packs a filter once for each tensor and would not see a change within one.
 */
export function updateVariable(
  variable: Variable,
  gradient: Tensor,
  update: (values: Float32Array, gradient: Float32Array) => void,
): void {
  const wasm = backend() as BackendWasm
  const output = wasm.makeOutput(variable.shape, 'float32')
  const values = heap(wasm, output)
  values.set(heap(wasm, variable))
  update(values, heap(wasm, gradient))
  const updated = engine().makeTensorFromTensorInfo(output)
  variable.assign(updated)
  updated.dispose()
}
