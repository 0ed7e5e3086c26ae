/** The native backend: TensorFlow's C library, if the user has installed it. */

import { getBackend, registerBackend, setBackend } from '../base/tensorflow.js'
import type { Backend } from './backend.js'
import { findNative } from './find-native.js'
import { loadNative } from './load-native.js'
import type { LoadedNative } from './load-native.js'
import { installNativeConvolution } from './native-convolution.js'
import { installNativeFilterGradient } from './native-filter-gradient.js'
import { installNativePrelu } from './native-prelu.js'
import { installNativeReluGradient } from './native-relu-gradient.js'

/** The backend, or the reasons why there is none. */
export type NativeStart = { readonly backend: Backend } | { readonly reasons: readonly string[] }

/**
 * Starts the first package that can be loaded: the one for GPUs if there is a GPU, else the one for processors. Never tries
 * a second one, because two TensorFlow libraries in one process take each other's symbols.
 */
export async function startNative(folder?: string): Promise<NativeStart> {
  const { found, reasons } = findNative(folder)
  const [first] = found
  // Undefined if nothing was found, although its type does not say so.
  if ((first as typeof first | undefined) === undefined) return { reasons }
  // Keeps most of TensorFlow's notes about the processor out of every job's log.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  try {
    const native = (loaded ??= register(loadNative(first.folder, first.name, first.bindingFile)))
    const started = await setBackend('tensorflow')
    if (!started || getBackend() !== 'tensorflow') throw new Error(`the active backend is "${getBackend()}"`)
    return {
      backend: {
        name: 'tensorflow',
        device: native.usesGpu() ? 'gpu' : 'cpu',
        packages: { [first.name]: first.version, libtensorflow: native.version },
      },
    }
  } catch (error) {
    return {
      reasons: [...reasons, `"${first.name}" in "${first.folder}" does not start: ${(error as Error).message}.`],
    }
  }
}

function register(native: LoadedNative): LoadedNative {
  registerBackend('tensorflow', native.create)
  installNativeConvolution()
  installNativeFilterGradient()
  installNativePrelu()
  installNativeReluGradient()
  return native
}

/** A loaded library cannot be unloaded. */
let loaded: LoadedNative | undefined
