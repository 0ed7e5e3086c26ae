import { backend, getKernel, tensor } from '@tensorflow/tfjs-core'
import type { KernelFunc, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'

import { startBackend } from '../backends/tensorflow.js'
import { randomValues } from '../testing/reference.js'

const names = ['Conv2D', 'FusedConv2D', 'BatchMatMul', 'Add'] as const
const stock = new Map<string, KernelFunc>()

beforeAll(async () => {
  for (const name of names) stock.set(name, getKernel(name, 'wasm').kernelFunc)
  await startBackend()
})

const random = (shape: number[], seed: number): TensorInfo =>
  tensor(Float32Array.from(randomValues(shape, seed).data), shape)

/** Runs a kernel of this package and the one it replaces, and returns the bits of both. */
function bitsOfBoth(name: (typeof names)[number], inputs: object, attrs: object): number[][] {
  return [getKernel(name, 'wasm').kernelFunc, stock.get(name) as KernelFunc].map((kernel) => {
    const call = { inputs: inputs as NamedTensorInfoMap, attrs: { ...attrs }, backend: backend() }
    const output = kernel(call) as TensorInfo
    return [...new Uint32Array((backend().readSync(output.dataId) as Float32Array).slice().buffer)]
  })
}

const images = [
  [1, 7, 7, 6],
  [2, 8, 5, 3],
  [6, 9, 7, 5],
]
const filters = [
  [1, 1, 13],
  [3, 3, 8],
  [3, 2, 4],
  [5, 5, 2],
  [2, 3, 33],
  [3, 3, 1],
]

describe('the kernels in the place of XNNPACK’s', () => {
  it('differ from the stock kernels', () => {
    for (const name of names) expect(getKernel(name, 'wasm').kernelFunc).not.toBe(stock.get(name))
  })

  describe.each(images)('on images of %i×%i×%i×%i', (...image) => {
    it.each(filters)('convolve with %i×%i to %i channels, to the same bits', (height, width, outChannels) => {
      const [x, filter] = [random(image, 1), random([height, width, image[3], outChannels], 2)]
      const bias = random([outChannels], 3)
      for (const strides of [1, 2]) {
        // The stock kernel is wrong for strides larger than the filter.
        if (strides > Math.min(height, width)) continue
        for (const pad of ['same', 'valid']) {
          const attrs = { strides, pad, dilations: [1, 1], dataFormat: 'NHWC' }
          const [own, theirs] = bitsOfBoth('Conv2D', { x, filter }, attrs)
          expect(own).toEqual(theirs)
          for (const activation of ['linear', 'relu', 'elu']) {
            const [ownFused, theirsFused] = bitsOfBoth('FusedConv2D', { x, filter, bias }, { ...attrs, activation })
            expect(ownFused).toEqual(theirsFused)
          }
        }
      }
    })
  })

  it.each([
    [1, 5, 8],
    [2, 64, 10],
    [7, 33, 9],
    [70, 12, 20],
    [64, 3, 3],
    [5, 17, 2],
    [3, 4, 1],
  ])('multiply %i×%i by %i columns, to the same bits', (m, k, n) => {
    const inputs = { a: random([1, m, k], 1), b: random([1, k, n], 2) }
    const [own, theirs] = bitsOfBoth('BatchMatMul', inputs, { transposeA: false, transposeB: false })
    expect(own).toEqual(theirs)
  })

  it.each([
    [[3, 8], [8]],
    [[2, 3, 5, 6], [6]],
    [[4, 1], [1]],
    [[0, 3], [3]],
    [[3, 4], [1]],
    [
      [2, 3],
      [2, 3],
    ],
    [[3], [4, 3]],
  ])('add %j and %j, to the same bits', (left, right) => {
    const [own, theirs] = bitsOfBoth('Add', { a: random(left, 1), b: random(right, 2) }, {})
    expect(own).toEqual(theirs)
  })

  it('keep NaN', () => {
    const attrs = { strides: 1, pad: 'valid', dilations: [1, 1], dataFormat: 'NHWC', activation: 'relu' }
    const [own, theirs] = bitsOfBoth(
      'FusedConv2D',
      { x: tensor([[[[NaN], [1]]]]), filter: random([1, 1, 1, 9], 2) },
      attrs,
    )
    expect(own.map((bits) => bits >= 0x7fc00000)).toEqual(theirs.map((bits) => bits >= 0x7fc00000))
    expect(own[0]).toBeGreaterThanOrEqual(0x7fc00000)
  })
})
