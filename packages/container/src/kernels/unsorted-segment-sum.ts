/** Sums rows by number, as for the gradient of an embedding, whose rows are read several times. The wasm backend lacks it. */

import type { TensorInfo } from '@tensorflow/tfjs-core'

import { heap, typed, zeros } from './wasm/wasm-kernel.js'
import type { Call, WasmKernel } from './wasm/wasm-kernel.js'

interface Inputs {
  readonly x: TensorInfo
  readonly segmentIds: TensorInfo
}

interface Attributes {
  readonly numSegments: number
}

export const unsortedSegmentSum: WasmKernel = {
  name: 'UnsortedSegmentSum',
  create: () => typed(sum),
}

function sum({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }: Call<Inputs, Attributes>): TensorInfo {
  const rest = x.shape.slice(segmentIds.shape.length)
  const width = rest.reduce((product, size) => product * size, 1)
  const output = zeros(backend, [numSegments, ...rest])
  const [to, from] = [heap(backend, output), heap(backend, x)]
  const segments = backend.typedArrayFromHeap(segmentIds) as Int32Array
  for (let row = 0; row < segments.length; row++) {
    const segment = segments[row]
    if (segment < 0 || segment >= numSegments) continue
    for (let column = 0; column < width; column++) to[segment * width + column] += from[row * width + column]
  }
  return output
}
