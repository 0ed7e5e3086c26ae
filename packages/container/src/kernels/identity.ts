/** Copies of a tensor, such as the gradient tape makes. They share its values, because no kernel writes into a tensor. */

import type { TensorInfo } from '@tensorflow/tfjs-core'

import { reshaped, typed } from './wasm/wasm-kernel.js'
import type { WasmKernel } from './wasm/wasm-kernel.js'

export const identity: WasmKernel = {
  name: 'Identity',
  create: () =>
    typed<{ readonly x: TensorInfo }, object>(({ inputs: { x }, backend }) => {
      backend.incRef(x.dataId)
      return reshaped(x, x.shape)
    }),
}
