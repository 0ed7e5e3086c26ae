/** The contract of every backend: values and gradients of the operations that models spend their time in. */

import {
  avgPool,
  conv2d,
  depthwiseConv2d,
  fused,
  grad,
  grads,
  matMul,
  maxPool,
  memory,
  mul,
  relu,
  sum,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'

import * as reference from './reference.js'
import { differences, randomValues } from './reference.js'
import type { Values, Window } from './reference.js'

const tensorOf = ({ data, shape }: Values): Tensor => tensor(Float32Array.from(data), [...shape], 'float32')

/** The largest difference relative to the largest value. Float32 sums of some hundred terms are accurate to 1e-5. */
function distance(actual: ArrayLike<number>, expected: Float64Array): number {
  if (actual.length !== expected.length) return Infinity
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3)
  return expected.reduce((most, value, at) => Math.max(most, Math.abs(value - actual[at])), 0) / largest
}

/** Compares an operation and its gradients with the reference, for a random gradient of the output. */
function expectSame(
  inputs: Values[],
  operation: (...tensors: Tensor[]) => Tensor,
  expected: (...values: Values[]) => Values,
): void {
  const output = expected(...inputs)
  const weights = randomValues(output.shape, 99)
  const before = memory().numTensors
  tidy(() => {
    const tensors = inputs.map(tensorOf)
    const actual = operation(...tensors)
    expect(actual.shape).toEqual(output.shape)
    expect(distance(actual.dataSync(), output.data)).toBeLessThan(1e-5)
    const gradients = grads((...xs) => sum(mul(operation(...xs), tensorOf(weights))))(tensors)
    gradients.forEach((gradient, which) => {
      const f = (x: Values): Values => expected(...inputs.map((input, index) => (index === which ? x : input)))
      expect(distance(gradient.dataSync(), differences(f, inputs[which], weights.data))).toBeLessThan(2e-5)
    })
  })
  expect(memory().numTensors).toBe(before)
}

const windows: [string, Window][] = (['same', 'valid'] as const).flatMap((padding) =>
  [
    [1, 1],
    [2, 2],
    [3, 3],
    [1, 2],
    [3, 1],
  ].map((strides): [string, Window] => [
    `${padding}, strides ${strides.join('×')}`,
    { padding, strides: strides as [number, number] },
  ]),
)
const images = [
  [2, 6, 6, 2],
  [1, 9, 7, 3],
  [3, 5, 4, 1],
]
const kernelSizes = [
  [1, 1],
  [3, 3],
  [2, 3],
  [4, 4],
  [5, 1],
]

/** Compares convolution, pooling and matrix products, and their gradients, with the definition. */
export function testKernels(): void {
  describe.each(windows)('with padding %s', (_name, window) => {
    it.each(kernelSizes)('convolves with %i×%i and sends gradients back', (height, width) => {
      for (const [index, image] of images.entries()) {
        if (window.padding === 'valid' && (height > image[1] || width > image[2])) continue
        const filter = randomValues([height, width, image[3], index + 1], 7)
        expectSame(
          [randomValues(image, 3), filter],
          (x, w) => conv2d(x as Tensor4D, w as Tensor4D, [...window.strides], window.padding),
          (x, w) => reference.conv2d(x, w, window),
        )
      }
    })

    it.each(kernelSizes)('convolves depthwise with %i×%i and sends gradients back', (height, width) => {
      // TensorFlow.js supports only equal strides, as Keras does.
      if (window.strides[0] !== window.strides[1]) return
      for (const [index, image] of images.entries()) {
        if (window.padding === 'valid' && (height > image[1] || width > image[2])) continue
        const filter = randomValues([height, width, image[3], (index % 2) + 1], 7)
        expectSame(
          [randomValues(image, 3), filter],
          (x, w) => depthwiseConv2d(x as Tensor4D, w as Tensor4D, [...window.strides], window.padding),
          (x, w) => reference.depthwiseConv2d(x, w, window),
        )
      }
    })

    it.each([
      [1, 1],
      [2, 2],
      [3, 2],
      [3, 3],
    ] as [number, number][])('pools over %i×%i and sends gradients back', (...size) => {
      for (const image of images.slice(0, 2)) {
        // Includes maxima below zero, for which the stock gradient of max pooling is wrong.
        for (const shift of image[0] > 1 ? [0, -3] : [-3]) {
          const values = randomValues(image, 5)
          const x = { shape: values.shape, data: values.data.map((value) => value + shift) }
          const operation = { strides: [...window.strides] as [number, number], pad: window.padding }
          expectSame(
            [x],
            (t) => maxPool(t as Tensor4D, size, operation.strides, operation.pad),
            (v) => reference.pool(v, size, window, 'max'),
          )
          expectSame(
            [x],
            (t) => avgPool(t as Tensor4D, size, operation.strides, operation.pad),
            (v) => reference.pool(v, size, window, 'average'),
          )
        }
      }
    })
  })

  // More channels than a vector has lanes, and not a multiple of them.
  describe.each(windows)('with padding %s and many channels', (_name, window) => {
    it('convolves, pools and sends gradients back', () => {
      const image = randomValues([2, 5, 4, 9], 3)
      expectSame(
        [image, randomValues([3, 2, 9, 11], 7)],
        (x, w) => conv2d(x as Tensor4D, w as Tensor4D, [...window.strides], window.padding),
        (x, w) => reference.conv2d(x, w, window),
      )
      // No two values are equal, because differences would not be the gradient there.
      const distinct = { ...image, data: image.data.map((_value, at) => (((at * 389) % 540) - 270) / 512) }
      expectSame(
        [distinct],
        (x) => maxPool(x as Tensor4D, [3, 2], [...window.strides], window.padding),
        (x) => reference.pool(x, [3, 2], window, 'max'),
      )
    })
  })

  it('sends the gradient of relu back, which is 0 at its corner', () => {
    const x = [-2, -0, 0, 1e-30, 3, -1, 5]
    const gradient = tidy(() => grad((values) => sum(mul(relu(values), [1, 2, 3, 4, 5, 6, 7])))(tensor(x)).dataSync())
    expect([...gradient]).toEqual([0, 0, 0, 4, 5, 0, 7])
  })

  it.each([[[3, 11]], [[150, 9]], [[7, 3, 5, 18]], [[2, 1]]])('sums %j over all axes but the last', (shape) => {
    const values = randomValues(shape, 4)
    const columns = shape[shape.length - 1]
    const expected = new Float64Array(columns)
    values.data.forEach((value, at) => (expected[at % columns] += value))
    const axes = shape.slice(1).map((_size, axis) => axis)
    const actual = tidy(() => sum(tensorOf(values), axes))
    expect(actual.shape).toEqual([columns])
    expect(distance(actual.dataSync(), expected)).toBeLessThan(1e-6)
    expect(tidy(() => sum(tensorOf(values), axes, true)).shape).toEqual([...axes.map(() => 1), columns])
  })

  it('keeps a copy after the original tensor is disposed', () => {
    const before = memory().numTensors
    const original = tensor([1, 2, 3])
    const copy = original.clone()
    original.dispose()
    tidy(() => void mul(tensor([4, 5, 6]), 2))
    expect([...copy.dataSync()]).toEqual([1, 2, 3])
    copy.dispose()
    expect(memory().numTensors).toBe(before)
  })

  it('convolves fused with bias and activation if the stride is larger than the kernel', () => {
    const [x, filter] = [randomValues([1, 9, 7, 3], 1), randomValues([2, 3, 3, 4], 2)]
    const window: Window = { padding: 'same', strides: [3, 3] }
    const actual = tidy(() =>
      fused
        .conv2d({
          x: tensorOf(x) as Tensor4D,
          filter: tensorOf(filter) as Tensor4D,
          strides: 3,
          pad: 'same',
          bias: tensor([1, 2, 3, 4]),
          activation: 'relu',
        })
        .dataSync(),
    )
    const expected = reference.conv2d(x, filter, window).data.map((value, at) => Math.max(0, value + (at % 4) + 1))
    expect(distance(actual, expected)).toBeLessThan(1e-5)
  })

  it.each([
    [
      [3, 4],
      [4, 5],
    ],
    [
      [1, 3, 4],
      [1, 4, 5],
    ],
    [
      [2, 3, 4],
      [2, 4, 5],
    ],
    [
      [5, 13],
      [13, 10],
    ],
  ])('multiplies matrices of %j and %j, transposed or not, and sends gradients back', (left, right) => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const swap = (shape: number[], swapped: boolean): number[] =>
          swapped ? [...shape.slice(0, -2), shape[shape.length - 1], shape[shape.length - 2]] : shape
        expectSame(
          [randomValues(swap(left, transposeA), 1), randomValues(swap(right, transposeB), 2)],
          (a, b) => matMul(a, b, transposeA, transposeB),
          (a, b) => product(a, b, transposeA, transposeB),
        )
      }
    }
  })

  it('gives the same bits each time', () => {
    const bits = (): number[] =>
      tidy(() => {
        const [x, w] = [tensorOf(randomValues([4, 12, 12, 8], 1)), tensorOf(randomValues([3, 3, 8, 16], 2))]
        const gradients = grads((a, b) => sum(maxPool(conv2d(a as Tensor4D, b as Tensor4D, 1, 'same'), 2, 2, 'valid')))(
          [x, w],
        )
        return gradients.flatMap((gradient) => [...new Uint32Array(gradient.dataSync<'float32'>().slice().buffer)])
      })
    const first = bits()
    for (let time = 0; time < 3; time++) expect(bits()).toEqual(first)
  })
}

function product(a: Values, b: Values, transposeA: boolean, transposeB: boolean): Values {
  const [rows, inner] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2)
  const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)]
  const batch = a.shape.length > 2 ? a.shape[0] : 1
  const data = new Float64Array(batch * rows * columns)
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        for (let k = 0; k < inner; k++) {
          const left = a.data[n * rows * inner + (transposeA ? k * rows + i : i * inner + k)]
          const right = b.data[n * inner * columns + (transposeB ? j * inner + k : k * columns + j)]
          data[(n * rows + i) * columns + j] += left * right
        }
      }
    }
  }
  return { shape: [...a.shape.slice(0, -2), rows, columns], data }
}
