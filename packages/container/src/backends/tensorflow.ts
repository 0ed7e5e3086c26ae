/** Starts the TensorFlow.js backend: GPU, then processor, then wasm, or the requested one. Never plain JavaScript. */

import { enableProdMode, version_core, version_layers } from '../base/tensorflow.js'
import type { Backend, BackendRequest } from './backend.js'
import { startNative } from './native.js'
import { startWasm } from './wasm.js'
import { JobFailure } from '../base/job-failure.js'

export type { Backend, BackendRequest }

/**
 * Starts a backend.
 * @throws JobFailure if the requested one is not installed: another one would give other results.
 */
export async function startBackend(request: BackendRequest = { choice: 'wasm' }): Promise<Backend> {
  enableProdMode()
  const started = await start(request)
  return {
    ...started,
    packages: {
      '@tensorflow/tfjs-core': version_core,
      '@tensorflow/tfjs-layers': version_layers,
      ...started.packages,
    },
  }
}

async function start({ choice, nativeFolder }: BackendRequest): Promise<Backend> {
  if (choice === 'wasm') return startWasm()
  const native = await startNative(nativeFolder)
  if ('backend' in native) return native.backend
  if (choice === 'auto') return startWasm()
  throw new JobFailure(`The backend "tensorflow" was asked for and is not here. ${native.reasons.join(' ')}`)
}

/** Returns a backend's description for logs. */
export function describeBackend({ name, device, packages }: Backend): string {
  const { libtensorflow } = packages
  return libtensorflow === undefined ? name : `${name} (TensorFlow ${libtensorflow}, ${device.toUpperCase()})`
}
