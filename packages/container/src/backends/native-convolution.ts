/**
 * Convolutions of one channel with a stride in width only. If one window fits into the width and columns are left over,
 * TensorFlow 2.21 reads past the image (3×3 with strides 1×2 on 5×4, for example; not with TF_ENABLE_ONEDNN_OPTS=0, which
 * takes twice the time). So this kernel cuts those columns off and sets the stride, which no second window takes, to 1.
 */

import type { KernelFunc, NamedAttrMap, Tensor4D } from '@tensorflow/tfjs-core'

import { backend_util, getKernel, registerKernel, slice, unregisterKernel } from '../base/tensorflow.js'

type Convolution = Parameters<typeof backend_util.computeConv2DInfo>

/** Replaces the native kernels. Call it once. */
export function installNativeConvolution(): void {
  for (const name of ['Conv2D', 'FusedConv2D']) {
    const stock = getKernel(name, 'tensorflow')
    unregisterKernel(name, 'tensorflow')
    registerKernel({ ...stock, kernelFunc: withoutRest(stock.kernelFunc) })
  }
}

function withoutRest(stock: KernelFunc): KernelFunc {
  return (call) => {
    const { x, filter } = call.inputs as unknown as { x: Tensor4D; filter: Tensor4D }
    const width = readWidth(x.shape, filter.shape, call.attrs ?? {})
    if (width === undefined) return stock(call)
    const cut = slice(x, [0, 0, 0, 0], [x.shape[0], x.shape[1], width, x.shape[3]])
    const output = stock({ ...call, inputs: { ...call.inputs, x: cut }, attrs: { ...call.attrs, strides: [1, 1] } })
    cut.dispose()
    return output
  }
}

/** Returns how many columns the only window reads, or undefined if TensorFlow's kernel is right. */
function readWidth(shape: Convolution[0], filter: Convolution[1], attrs: NamedAttrMap): number | undefined {
  const { strides, dilations, pad, dimRoundingMode } = attrs as Record<string, never>
  const info = backend_util.computeConv2DInfo(shape, filter, strides, dilations, pad, dimRoundingMode)
  const isConcerned = info.padInfo.type === 'VALID' && info.strideHeight === 1 && info.strideWidth > 1
  return isConcerned && info.outWidth === 1 ? info.effectiveFilterWidth : undefined
}
