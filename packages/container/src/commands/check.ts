/** `check`: starts the requested backend, and compares a gradient of its convolution with the definition. */

import { parseArgs } from 'node:util'

import type { Tensor4D } from '@tensorflow/tfjs-core'
// Registers the gradients.
import '@tensorflow/tfjs-layers'

import { readBackendRequest } from '../backends/backend.js'
import { JobFailure } from '../base/job-failure.js'
import { startBackend } from '../backends/tensorflow.js'
import type { Backend } from '../backends/tensorflow.js'
import { conv2d, grad, mul, sum, tensor4d, tidy } from '../base/tensorflow.js'

/** The JSON that `check` prints. */
export interface BackendCheck extends Backend {
  /** Seconds from the start of the process to the first gradient. */
  readonly seconds: number
  /** The largest difference from the definition. */
  readonly gradientError: number
}

/** Prints the check and returns 0, or prints why the backend does not work and returns 1. */
export async function checkCommand(
  args: readonly string[],
  log: (line: string) => void,
  logError: (line: string) => void,
): Promise<0 | 1> {
  try {
    const backend = await startBackend(readArguments(args))
    const gradientError = differenceFromDefinition()
    const check: BackendCheck = { ...backend, seconds: performance.now() / 1000, gradientError }
    if (gradientError > 1e-4) throw new JobFailure(`A gradient of a convolution is off by ${gradientError}.`)
    log(JSON.stringify(check))
    return 0
  } catch (error) {
    logError(error instanceof JobFailure ? error.message : String(error))
    return 1
  }
}

function readArguments(args: readonly string[]): ReturnType<typeof readBackendRequest> {
  const options = { backend: { type: 'string' }, native: { type: 'string' } } as const
  const { backend, native } = parseArgs({ args: [...args], options }).values
  return readBackendRequest({ ASSAY_BACKEND: backend, ASSAY_NATIVE: native })
}

const [size, kernel, channels, filters] = [6, 3, 2, 3]
const outputs = size - kernel + 1

/** Small integers, which float32 holds exactly. */
const values = (length: number, step: number): number[] =>
  Array.from({ length }, (_, index) => ((index * step) % 7) - 3)

function differenceFromDefinition(): number {
  const [image, above] = [values(size ** 2 * channels, 5), values(outputs ** 2 * filters, 3)]
  const actual = tidy(() => {
    const x = tensor4d(image, [1, size, size, channels])
    const weights = tensor4d(above, [1, outputs, outputs, filters])
    const filter = tensor4d(values(kernel ** 2 * channels * filters, 2), [kernel, kernel, channels, filters])
    return grad((f) => sum(mul(conv2d(x, f as Tensor4D, 1, 'valid'), weights)))(filter).dataSync<'float32'>()
  })
  const expected = filterGradient(image, above)
  return expected.reduce((largest, value, at) => Math.max(largest, Math.abs(value - actual[at])), 0)
}

/** Computes the gradient by its definition: each tap of each filter is multiplied with the pixels below it. */
function filterGradient(image: readonly number[], above: readonly number[]): number[] {
  return Array.from({ length: kernel ** 2 * channels * filters }, (_, at) => {
    const [filter, channel] = [at % filters, Math.floor(at / filters) % channels]
    const [row, column] = [
      Math.floor(at / (filters * channels * kernel)),
      Math.floor(at / (filters * channels)) % kernel,
    ]
    let total = 0
    for (let y = 0; y < outputs; y++) {
      for (let x = 0; x < outputs; x++) {
        const pixel = image[((y + row) * size + x + column) * channels + channel]
        total += pixel * above[(y * outputs + x) * filters + filter]
      }
    }
    return total
  })
}
