/**
 * The filter gradient of a 1×1 convolution with a stride. TensorFlow 2.21 writes past its memory (with a stride of 2 on
 * 32×32, for example), and the process crashes sooner or later. Such a filter sees only the pixels under its windows, so
 * this kernel passes those alone, with a stride of 1.
 */

import type { Tensor4D } from '@tensorflow/tfjs-core'

import { backend_util, getKernel, registerKernel, stridedSlice, unregisterKernel } from '../base/tensorflow.js'

interface Attributes {
  readonly strides: number | [number, number]
  readonly pad: 'same' | 'valid' | number
  readonly filterShape: [number, number, number, number]
}

/** Replaces the native kernel. Call it once. */
export function installNativeFilterGradient(): void {
  const stock = getKernel('Conv2DBackpropFilter', 'tensorflow')
  unregisterKernel('Conv2DBackpropFilter', 'tensorflow')
  registerKernel({
    ...stock,
    kernelFunc: (call) => {
      const { x } = call.inputs as unknown as { x: Tensor4D }
      const { strides, pad, filterShape } = call.attrs as unknown as Attributes
      const info = backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad)
      const isPlain = info.strideHeight === 1 && info.strideWidth === 1
      if (filterShape[0] > 1 || filterShape[1] > 1 || isPlain) return stock.kernelFunc(call)
      const [batch, height, width, channels] = x.shape
      const steps = [1, info.strideHeight, info.strideWidth, 1]
      const seen = stridedSlice(x, [0, 0, 0, 0], [batch, height, width, channels], steps)
      const attrs = { ...call.attrs, strides: [1, 1], pad: 'valid' }
      const gradient = stock.kernelFunc({ ...call, inputs: { ...call.inputs, x: seen }, attrs })
      seen.dispose()
      return gradient
    },
  })
}
