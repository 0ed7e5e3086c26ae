/**
 * The gradient of Conv2D with respect to its input, as a convolution of the output's gradient, spread out by the stride,
 * with the filter turned by 180°. XNNPACK does it many times faster than the stock kernel's loops, which remain for
 * padding larger than the filter.
 */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import { backend_util } from '@tensorflow/tfjs-core'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'

import { call, free, heap, typed, zeros } from './wasm-kernel.js'
import type { Call, ImageShape, Padding, WasmKernel } from './wasm-kernel.js'

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
  create: (stock) => typed<Inputs, Attributes>((kernelCall) => backpropInput(stock as KernelFunc, kernelCall)),
}

function backpropInput(stock: KernelFunc, { inputs, attrs, backend }: Call<Inputs, Attributes>): TensorInfo {
  const { dy, filter } = inputs
  const { strides, pad, dimRoundingMode, inputShape } = attrs
  const info = backend_util.computeConv2DInfo(inputShape, filter.shape as ImageShape, strides, 1, pad, dimRoundingMode)
  const spreadHeight = (info.outHeight - 1) * info.strideHeight + 1
  const spreadWidth = (info.outWidth - 1) * info.strideWidth + 1
  const top = info.filterHeight - 1 - info.padInfo.top
  const left = info.filterWidth - 1 - info.padInfo.left
  const bottom = info.inHeight + info.padInfo.top - spreadHeight
  const right = info.inWidth + info.padInfo.left - spreadWidth
  if (top < 0 || left < 0 || bottom < 0 || right < 0) {
    return stock({ inputs: { ...inputs }, attrs: { ...attrs }, backend }) as TensorInfo
  }
  const spread = spreadOut(dy, info, [info.batchSize, spreadHeight, spreadWidth, info.outChannels], backend)
  const turned = turn(filter, backend)
  const output = call(
    'Conv2D',
    backend,
    { x: spread, filter: turned },
    {
      strides: [1, 1],
      pad: [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      dataFormat: 'NHWC',
      dilations: [1, 1],
    },
  )
  free(backend, turned)
  if (spread !== dy) free(backend, spread)
  return output
}

/** Puts stride − 1 zeros between neighbours. */
function spreadOut(
  dy: TensorInfo,
  { strideHeight, strideWidth, outHeight, outWidth }: backend_util.Conv2DInfo,
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

/** [height, width, in, out] → turned by 180°, [height, width, out, in]. */
function turn(filter: TensorInfo, backend: BackendWasm): TensorInfo {
  const [height, width, inChannels, outChannels] = filter.shape as ImageShape
  const output = backend.makeOutput([height, width, outChannels, inChannels], 'float32')
  const [to, from] = [heap(backend, output), heap(backend, filter)]
  const taps = height * width
  const channels = inChannels * outChannels
  for (let tap = 0; tap < taps; tap++) {
    const source = (taps - 1 - tap) * channels
    for (let input = 0; input < inChannels; input++) {
      for (let outChannel = 0; outChannel < outChannels; outChannel++) {
        to[tap * channels + outChannel * inChannels + input] = from[source + input * outChannels + outChannel]
      }
    }
  }
  return output
}
