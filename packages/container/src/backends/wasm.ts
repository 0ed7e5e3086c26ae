/** The wasm backend, which runs on every machine, with the gradient kernels it lacks. The only file that loads it. */

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import type * as Wasm from '@tensorflow/tfjs-backend-wasm'

import { backend, getBackend, setBackend } from '../base/tensorflow.js'
import { guardMemory } from '../kernels/wasm/guard-memory.js'
import { installKernels } from '../kernels/install.js'
import type { Backend } from './backend.js'

const require = createRequire(import.meta.url)
const { setWasmPaths, version_wasm } = require('@tensorflow/tfjs-backend-wasm') as typeof Wasm

/**
 * Starts the backend.
 * @throws Error if it does not start: TensorFlow.js would silently continue in plain JavaScript.
 */
export async function startWasm(): Promise<Backend> {
  installKernels()
  setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'))
  const started = await setBackend('wasm')
  if (!started || getBackend() !== 'wasm') {
    throw new Error(`The TensorFlow.js backend "wasm" did not start; the active one is "${getBackend()}".`)
  }
  if (!guarded) guardMemory(backend() as Wasm.BackendWasm)
  guarded = true
  return { name: 'wasm', device: 'cpu', packages: { '@tensorflow/tfjs-backend-wasm': version_wasm } }
}

let guarded = false
