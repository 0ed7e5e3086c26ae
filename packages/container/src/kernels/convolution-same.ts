/**
 * Convolutions with padding `same` and a stride larger than the kernel. XNNPACK's own `same` differs from TensorFlow's in
 * that case (kernel 2×3 with stride 3 on 9×7, for example), and silently gives wrong results. This kernel gives XNNPACK
 * explicit padding, and cuts off the rows and columns that no window reaches.
 */

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'

import { backend_util } from '../base/tensorflow.js'
import { call, free, typed } from './wasm/wasm-kernel.js'
import type { Call, ImageShape, Padding, WasmKernel } from './wasm/wasm-kernel.js'

/** Inputs of every convolution. */
export interface ConvolutionInputs {
  readonly x: TensorInfo
  readonly filter: TensorInfo
}

/** Attributes of every convolution. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number]
  /** TensorFlow.js's own depthwise layer passes null. */
  readonly dilations: number | [number, number] | null
  readonly pad: Padding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/** The depthwise kernels, each also in its form with bias and activation. */
export const depthwiseSame: readonly WasmKernel[] = ['DepthwiseConv2dNative', 'FusedDepthwiseConv2D'].map((name) => ({
  name,
  create: (stock) =>
    typed<ConvolutionInputs, ConvolutionAttributes>((kernelCall) => convolveSame(stock as KernelFunc, kernelCall)),
}))

/** Convolves with XNNPACK. */
export function convolveSame(
  stock: KernelFunc,
  { inputs, attrs, backend }: Call<ConvolutionInputs, ConvolutionAttributes>,
): TensorInfo {
  const { x, filter } = inputs
  const dilations = attrs.dilations ?? [1, 1]
  const run = (input: TensorInfo, pad: Padding): TensorInfo =>
    stock({ inputs: { ...inputs, x: input }, attrs: { ...attrs, dilations, pad }, backend }) as TensorInfo
  if (attrs.pad !== 'same') return run(x, attrs.pad)
  const info = backend_util.computeConv2DInfo(
    x.shape as ImageShape,
    filter.shape as ImageShape,
    attrs.strides,
    dilations,
    attrs.pad,
    attrs.dimRoundingMode,
  )
  if (info.strideHeight <= info.filterHeight && info.strideWidth <= info.filterWidth) return run(x, 'same')
  const [batch, height, width, channels] = x.shape as ImageShape
  const { top, left } = info.padInfo
  const reachedHeight = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight - top
  const reachedWidth = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth - left
  const size = [batch, Math.min(reachedHeight, height), Math.min(reachedWidth, width), channels]
  const cut = call('Slice', backend, { x }, { begin: [0, 0, 0, 0], size })
  const output = run(cut, [
    [0, 0],
    [top, Math.max(0, reachedHeight - height)],
    [left, Math.max(0, reachedWidth - width)],
    [0, 0],
  ])
  free(backend, cut)
  return output
}
