/**
 * Convolutions without dilation, by a kernel of our own. It gives XNNPACK's bits in four fifths of XNNPACK's time, whose
 * inner loop needs more registers than V8 has. Cases that it does not support are left to XNNPACK.
 */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'

import type { Conv2DInfo } from '../base/tensorflow.js'
import { backend_util } from '../base/tensorflow.js'
import { convolveSame } from './convolution-same.js'
import type { ConvolutionAttributes, ConvolutionInputs } from './convolution-same.js'
import { runSimd } from './wasm/simd.js'
import { free, typed } from './wasm/wasm-kernel.js'
import type { Call, ImageShape, WasmKernel } from './wasm/wasm-kernel.js'

interface Inputs extends ConvolutionInputs {
  readonly bias?: TensorInfo
  readonly preluActivationWeights?: TensorInfo
}

interface Attributes extends ConvolutionAttributes {
  readonly activation?: string
}

/** The forward kernel, and its form with bias and activation. */
export const convolution: readonly WasmKernel[] = ['Conv2D', 'FusedConv2D'].map((name) => ({
  name,
  create: (stock) => typed<Inputs, Attributes>((kernelCall) => convolve(stock as KernelFunc, kernelCall)),
}))

function convolve(stock: KernelFunc, kernelCall: Call<Inputs, Attributes>): TensorInfo {
  const { x, filter, bias } = kernelCall.inputs
  const { strides, dilations, pad, dimRoundingMode, activation } = kernelCall.attrs
  const least = lowest.get(activation ?? 'linear')
  const [height, width, channels, outChannels] = filter.shape as ImageShape
  const info = backend_util.computeConv2DInfo(
    x.shape as ImageShape,
    [height, width, channels, outChannels],
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
  )
  if (least === undefined || info.dilationHeight > 1 || info.dilationWidth > 1) return convolveSame(stock, kernelCall)
  const steps = { tap: channels * outChannels, depth: outChannels, channel: 1 }
  const packed = packFilter(kernelCall.backend, filter, { taps: height * width, depth: channels, outChannels, steps })
  const packedBias = bias && packFilter(kernelCall.backend, bias, { taps: 1, depth: 1, outChannels, steps })
  const output = runConvolution(kernelCall.backend, x, packed, info, { bias: packedBias, least })
  free(kernelCall.backend, packed, ...(packedBias ? [packedBias] : []))
  return output
}

/** The range to which an activation clamps. */
const lowest: ReadonlyMap<string, number> = new Map([
  ['linear', -Infinity],
  ['relu', 0],
])

/** The layout of a filter's values. */
export interface FilterLayout {
  readonly taps: number
  readonly depth: number
  readonly outChannels: number
  /** The distance from one value to the next, in values. */
  readonly steps: { readonly tap: number; readonly depth: number; readonly channel: number }
  /** The index of the first value. Default: 0. */
  readonly first?: number
}

/** Returns a filter packed for the kernel. The caller frees it. */
export function packFilter(
  backend: BackendWasm,
  filter: TensorInfo,
  { taps, depth, outChannels, steps, first = 0 }: FilterLayout,
): TensorInfo {
  const packed = backend.makeOutput([Math.ceil(outChannels / 8), taps, depth, 8], 'float32')
  runSimd(
    backend,
    'packFilter',
    [filter, packed],
    first,
    taps,
    depth,
    outChannels,
    steps.tap,
    steps.depth,
    steps.channel,
  )
  return packed
}

/** The sizes of a convolution, as TensorFlow.js computes them. */
export type ConvolutionSizes = Pick<
  Conv2DInfo,
  | 'batchSize'
  | 'inHeight'
  | 'inWidth'
  | 'inChannels'
  | 'outHeight'
  | 'outWidth'
  | 'outChannels'
  | 'filterHeight'
  | 'filterWidth'
  | 'strideHeight'
  | 'strideWidth'
> & { readonly padInfo: { readonly top: number; readonly left: number } }

/** Convolves with a packed filter. The padding may be negative. */
export function runConvolution(
  backend: BackendWasm,
  x: TensorInfo,
  packed: TensorInfo,
  sizes: ConvolutionSizes,
  { bias, least = -Infinity }: { readonly bias?: TensorInfo | undefined; readonly least?: number } = {},
): TensorInfo {
  const { batchSize, outHeight, outWidth, outChannels, padInfo } = sizes
  const output = backend.makeOutput([batchSize, outHeight, outWidth, outChannels], 'float32')
  runSimd(
    backend,
    'convolution',
    [x, packed, bias ?? 'none', output],
    ...[batchSize, sizes.inHeight, sizes.inWidth, sizes.inChannels, outHeight, outWidth, outChannels],
    ...[sizes.filterHeight, sizes.filterWidth, sizes.strideHeight, sizes.strideWidth, padInfo.top, padInfo.left, least],
  )
  return output
}
