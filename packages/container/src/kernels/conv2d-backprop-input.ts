/**
 * The gradient of Conv2D with respect to its input, as a convolution of the output's gradient, spread out by the stride,
 * with the filter turned by 180°: many times faster than the stock kernel's loops.
 */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { TensorInfo } from '@tensorflow/tfjs-core'

import type { Conv2DInfo } from '../base/tensorflow.js'
import { backend_util } from '../base/tensorflow.js'
import { packFilter, runConvolution } from './convolution.js'
import { free, heap, typed, zeros } from './wasm/wasm-kernel.js'
import type { Call, ImageShape, Padding, WasmKernel } from './wasm/wasm-kernel.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly filter: TensorInfo
}

interface Attributes {
  readonly strides: number | [number, number]
  readonly pad: Padding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
  readonly inputShape: ImageShape
}

export const conv2dBackpropInput: WasmKernel = {
  name: 'Conv2DBackpropInput',
  create: () => typed(backpropInput),
}

function backpropInput({ inputs: { dy, filter }, attrs, backend }: Call<Inputs, Attributes>): TensorInfo {
  const { strides, pad, dimRoundingMode, inputShape } = attrs
  const [height, width, channels, outChannels] = filter.shape as ImageShape
  const info = backend_util.computeConv2DInfo(
    inputShape,
    [height, width, channels, outChannels],
    strides,
    1,
    pad,
    dimRoundingMode,
  )
  const inHeight = (info.outHeight - 1) * info.strideHeight + 1
  const inWidth = (info.outWidth - 1) * info.strideWidth + 1
  const spread = spreadOut(dy, info, [info.batchSize, inHeight, inWidth, outChannels], backend)
  const taps = height * width
  const turned = packFilter(backend, filter, {
    taps,
    depth: outChannels,
    outChannels: channels,
    steps: { tap: -channels * outChannels, depth: 1, channel: outChannels },
    first: (taps - 1) * channels * outChannels,
  })
  const output = runConvolution(backend, spread, turned, {
    ...{ batchSize: info.batchSize, inHeight, inWidth, inChannels: outChannels },
    ...{ outHeight: info.inHeight, outWidth: info.inWidth, outChannels: channels },
    ...{ filterHeight: height, filterWidth: width, strideHeight: 1, strideWidth: 1 },
    padInfo: { top: height - 1 - info.padInfo.top, left: width - 1 - info.padInfo.left },
  })
  free(backend, turned)
  if (spread !== dy) free(backend, spread)
  return output
}

/** Puts stride − 1 zeros between neighbors. */
function spreadOut(
  dy: TensorInfo,
  { strideHeight, strideWidth, outHeight, outWidth }: Conv2DInfo,
  shape: ImageShape,
  backend: BackendWasm,
): TensorInfo {
  if (strideHeight === 1 && strideWidth === 1) return dy
  const [batch, height, width, channels] = shape
  const output = zeros(backend, shape)
  const [to, from] = [heap(backend, output), heap(backend, dy)]
  for (let example = 0; example < batch; example++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        const source = ((example * outHeight + row) * outWidth + column) * channels
        const target = ((example * height + row * strideHeight) * width + column * strideWidth) * channels
        for (let channel = 0; channel < channels; channel++) to[target + channel] = from[source + channel]
      }
    }
  }
  return output
}
