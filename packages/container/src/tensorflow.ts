/** The TensorFlow.js backend: the only file that imports it. */

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm'
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import { backend, enableProdMode, getBackend, setBackend, version_core } from '@tensorflow/tfjs-core'
import { version_layers } from '@tensorflow/tfjs-layers'

import { guardMemory } from './kernels/guard-memory.js'
import { installKernels } from './kernels/install.js'

/** The backend that runs, and the versions that can move its results. */
export interface Backend {
  readonly name: 'wasm'
  readonly packages: Readonly<Record<string, string>>
}

/**
 * Starts the wasm backend with the gradient kernels it lacks.
 * @throws Error where it does not start: TensorFlow.js would go on in plain JavaScript without a word, and need minutes
 * for one step of a convolution.
 */
export async function startBackend(): Promise<Backend> {
  enableProdMode()
  installKernels()
  const require = createRequire(import.meta.url)
  setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'))
  const started = await setBackend('wasm')
  if (!started || getBackend() !== 'wasm') {
    throw new Error(`The TensorFlow.js backend "wasm" did not start; the active one is "${getBackend()}".`)
  }
  if (!guarded) guardMemory(backend() as BackendWasm)
  guarded = true
  return {
    name: 'wasm',
    packages: {
      '@tensorflow/tfjs-core': version_core,
      '@tensorflow/tfjs-layers': version_layers,
      '@tensorflow/tfjs-backend-wasm': version_wasm,
    },
  }
}

let guarded = false
