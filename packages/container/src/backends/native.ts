/** The native backend: TensorFlow's C library, where the user has installed it. */

import { getBackend, registerBackend, setBackend } from '@tensorflow/tfjs-core'

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
 * Starts the first package that can be loaded: that of the GPU where there is one, else that of the processor. Only
 * the first, for two TensorFlow libraries in one process take each other's symbols.
 */
export async function startNative(folder?: string): Promise<NativeStart> {
  const { found, reasons } = findNative(folder)
  const [first] = found
  // Undefined where nothing was found, whatever its type says.
  if ((first as typeof first | undefined) === undefined) return { reasons }
  // Else most of TensorFlow's notes about the processor would stand in every job's log.
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

/** A library stays where it was loaded. */
let loaded: LoadedNative | undefined
