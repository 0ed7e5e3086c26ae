/**
 * The gradient of Conv2D with respect to its filter, which the wasm backend lacks.
 *
 * dW[r, s, ci, co] = Σ over b, i, j of x[b, i·stride + r − top, j·stride + s − left, ci] · dy[b, i, j, co]. With the batch
 * in the place of the channels this is a convolution itself, x as the image, dy as the filter, the stride as dilation:
 * XNNPACK does it fast.
 */

import { backend_util } from '@tensorflow/tfjs-core'
import type { TensorInfo } from '@tensorflow/tfjs-core'

import { call, free, typed } from './wasm-kernel.js'
import type { Call, ImageShape, Padding, WasmKernel } from './wasm-kernel.js'

interface Inputs {
  readonly x: TensorInfo
  readonly dy: TensorInfo
}

interface Attributes {
  readonly strides: number | [number, number]
  readonly pad: Padding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
  readonly filterShape: ImageShape
}

export const conv2dBackpropFilter: WasmKernel = {
  name: 'Conv2DBackpropFilter',
  create: () => typed(backpropFilter),
}

function backpropFilter({ inputs: { x, dy }, attrs, backend }: Call<Inputs, Attributes>): TensorInfo {
  const { strides, pad, dimRoundingMode, filterShape } = attrs
  const info = backend_util.computeConv2DInfo(x.shape as ImageShape, filterShape, strides, 1, pad, dimRoundingMode)
  const { strideHeight, strideWidth, inHeight, inWidth, filterHeight, filterWidth, padInfo } = info
  // What has to be added below and to the right, so that the result is exactly as large as the filter.
  const bottom = filterHeight + (info.outHeight - 1) * strideHeight - inHeight - padInfo.top
  const right = filterWidth + (info.outWidth - 1) * strideWidth - inWidth - padInfo.left

  const images = call('Transpose', backend, { x }, { perm: [3, 1, 2, 0] }) // [inChannels, height, width, batch]
  const size = [info.inChannels, inHeight + Math.min(0, bottom), inWidth + Math.min(0, right), info.batchSize]
  const reached = call('Slice', backend, { x: images }, { begin: [0, 0, 0, 0], size })
  const filter = call('Transpose', backend, { x: dy }, { perm: [1, 2, 0, 3] }) // [outHeight, outWidth, batch, outChannels]
  const gradient = call(
    'Conv2D',
    backend,
    { x: reached, filter },
    {
      strides: [1, 1],
      pad: [
        [0, 0],
        [padInfo.top, Math.max(0, bottom)],
        [padInfo.left, Math.max(0, right)],
        [0, 0],
      ],
      dataFormat: 'NHWC',
      dilations: [strideHeight, strideWidth],
    },
  ) // [inChannels, filterHeight, filterWidth, outChannels]
  const output = call('Transpose', backend, { x: gradient }, { perm: [1, 2, 0, 3] })
  free(backend, images, reached, filter, gradient)
  return output
}
