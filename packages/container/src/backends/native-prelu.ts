/** PReLU: the stock kernel calls tensor methods that exist only in the full TensorFlow.js package. */

import type { Tensor } from '@tensorflow/tfjs-core'

import { add, minimum, mul, registerKernel, relu, tidy, unregisterKernel } from '../base/tensorflow.js'

/** Replaces the native kernel. Call it once. */
export function installNativePrelu(): void {
  unregisterKernel('Prelu', 'tensorflow')
  registerKernel({
    kernelName: 'Prelu',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs }) => {
      const { x, alpha } = inputs as { x: Tensor; alpha: Tensor }
      return tidy(() => add(relu(x), mul(alpha, minimum(x, 0))))
    },
  })
}
