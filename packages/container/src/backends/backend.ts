/** A backend, and the request for one. */

import { JobFailure } from '../base/job-failure.js'

/** The running backend, with the versions that can change its results. */
export interface Backend {
  /** The family, which is part of a job's identity. */
  readonly name: 'wasm' | 'tensorflow'
  /** The device that runs its operations. */
  readonly device: 'cpu' | 'gpu'
  readonly packages: Readonly<Record<string, string>>
}

/** A request for a backend. `auto` is the fastest that works on this machine. */
export interface BackendRequest {
  readonly choice: 'auto' | Backend['name']
  /** The folder of the native packages. Default: they are resolved as Node does, from this package upwards. */
  readonly nativeFolder?: string
  /** Whether a GPU is expected: if there is none, the log says so. */
  readonly expectsGpu?: boolean
}

const choices = ['auto', 'wasm', 'tensorflow'] as const

/**
 * Reads `ASSAY_BACKEND`, `ASSAY_NATIVE` and `ASSAY_GPU`. The default is wasm, which runs everywhere with the same bits.
 * @throws JobFailure for any other name, such as "cpu", which is plain JavaScript.
 */
export function readBackendRequest(environment: Readonly<Record<string, string | undefined>>): BackendRequest {
  const { ASSAY_BACKEND: named = '', ASSAY_NATIVE: nativeFolder = '', ASSAY_GPU: gpu = '' } = environment
  const choice = choices.find((one) => one === (named || 'wasm'))
  if (choice) return { choice, ...(nativeFolder && { nativeFolder }), ...(gpu === '1' && { expectsGpu: true }) }
  const refused = named === 'cpu' ? ' Plain JavaScript would need minutes for one step of a convolution.' : ''
  throw new JobFailure(`ASSAY_BACKEND is "${named}"; expected "auto", "wasm" or "tensorflow".${refused}`)
}
