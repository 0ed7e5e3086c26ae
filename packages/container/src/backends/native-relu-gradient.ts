/** The gradient of relu by TensorFlow's own operation, which TensorFlow.js does not use. */

import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'

import { registerKernel } from '../base/tensorflow.js'
import { installReluGradient } from '../kernels/relu-grad.js'
import type { ReluGradInputs } from '../kernels/relu-grad.js'

/** The part of the backend that runs an operation by its name. */
interface Executor extends KernelBackend {
  readonly binding: { readonly TF_ATTR_TYPE: number; readonly TF_FLOAT: number }
  readonly executeSingleOutput: (name: string, attributes: object[], inputs: TensorInfo[]) => TensorInfo
}

/** Installs the kernel. Call it once. */
export function installNativeReluGradient(): void {
  registerKernel({
    kernelName: 'ReluGrad',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, backend }) => {
      const { dy, y } = inputs as unknown as ReluGradInputs
      const { binding, executeSingleOutput } = backend as Executor
      const type = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }
      return executeSingleOutput.call(backend, 'ReluGrad', [type], [dy, y])
    },
  })
  installReluGradient()
}
