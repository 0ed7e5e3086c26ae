/** PReLU: the stock kernel calls methods of tensors that only the whole of TensorFlow.js gives them. */

import { add, mul, minimum, registerKernel, relu, tidy, unregisterKernel } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

/** Puts itself in the place of the native kernel; to be called once. */
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
