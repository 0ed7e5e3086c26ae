/** The TensorFlow.js backend: GPU, then processor, then wasm, or the one that is asked for. Never plain JavaScript. */

import { enableProdMode, version_core } from '@tensorflow/tfjs-core'
import { version_layers } from '@tensorflow/tfjs-layers'

import type { Backend, BackendRequest } from './backend.js'
import { startNative } from './native.js'
import { startWasm } from './wasm.js'
import { JobFailure } from '../base/job-failure.js'

export type { Backend, BackendRequest }

/**
 * Starts a backend.
 * @throws JobFailure where the one that is asked for is not here: another one would give other results.
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

/** Returns what a log says of a backend. */
export function describeBackend({ name, device, packages }: Backend): string {
  const { libtensorflow } = packages
  return libtensorflow === undefined ? name : `${name} (TensorFlow ${libtensorflow}, ${device.toUpperCase()})`
}
