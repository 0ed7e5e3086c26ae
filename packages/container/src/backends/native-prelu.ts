/** PReLU: the stock kernel calls tensor methods that exist only in the full TensorFlow.js package. */

import { add, mul, minimum, registerKernel, relu, tidy, unregisterKernel } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

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
