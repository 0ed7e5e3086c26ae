/** Reports that the wasm backend is out of memory, instead of corrupting values. */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'

import { JobFailure } from '../../base/job-failure.js'

/** The part of the module's interface that its types leave out. */
interface Allocator {
  _malloc: (bytes: number) => number
  readonly _free: (address: number) => void
}

const mostBytes = 2 ** 31

/**
 * Makes a failed allocation an error. The backend itself continues with the address 0, and a size of 4 GiB or more wraps
 * around: both overwrite other values, which silently gives wrong results, or a crash.
 */
export function guardMemory(backend: BackendWasm): void {
  const wasm = backend.wasm as unknown as Allocator
  // The module replaces this function by its own at the first call.
  wasm._free(wasm._malloc(8))
  const allocate = wasm._malloc
  wasm._malloc = (bytes) => {
    const address = bytes < mostBytes ? allocate(bytes) : 0
    if (address > 0 || bytes === 0) return address
    throw new JobFailure(
      `The model and its batches need more than the 2 GiB of memory that WebAssembly has here (${bytes} bytes more were ` +
        'asked for). A smaller "batch_size", or fewer filters or units, needs less.',
    )
  }
}
