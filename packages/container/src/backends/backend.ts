/** What a backend is, and which one is asked for. */

import { JobFailure } from '../base/job-failure.js'

/** The backend that runs, and the versions that can move its results. */
export interface Backend {
  /** The family, which is part of a job's identity. */
  readonly name: 'wasm' | 'tensorflow'
  /** Where its operations run. */
  readonly device: 'cpu' | 'gpu'
  readonly packages: Readonly<Record<string, string>>
}

/** Which backend is asked for. `auto` is the fastest that works here. */
export interface BackendRequest {
  readonly choice: 'auto' | Backend['name']
  /** Where the native packages are installed; without it they are looked for as Node does, from this package upwards. */
  readonly nativeFolder?: string
  /** Whether a GPU is meant to be here: where there is none, the log says so. */
  readonly expectsGpu?: boolean
}

const choices = ['auto', 'wasm', 'tensorflow'] as const

/**
 * Reads `ASSAY_BACKEND`, `ASSAY_NATIVE` and `ASSAY_GPU`. Without the first it is wasm, which is everywhere and gives the same bits.
 * @throws JobFailure for any other name: plain JavaScript, "cpu", would be one.
 */
export function readBackendRequest(environment: Readonly<Record<string, string | undefined>>): BackendRequest {
  const { ASSAY_BACKEND: named = '', ASSAY_NATIVE: nativeFolder = '', ASSAY_GPU: gpu = '' } = environment
  const choice = choices.find((one) => one === (named || 'wasm'))
  if (choice) return { choice, ...(nativeFolder && { nativeFolder }), ...(gpu === '1' && { expectsGpu: true }) }
  const refused = named === 'cpu' ? ' Plain JavaScript would need minutes for one step of a convolution.' : ''
  throw new JobFailure(`ASSAY_BACKEND is "${named}"; expected "auto", "wasm" or "tensorflow".${refused}`)
}
