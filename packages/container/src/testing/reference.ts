/**
 * The reference for kernels: convolution and pooling by definition, in double precision and without TensorFlow.js, and
 * gradients by central differences.
 */

/** Values with a shape, [batch, height, width, channels] for images. */
export interface Values {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** How a window moves. */
export interface Window {
  readonly strides: readonly [number, number]
  readonly padding: 'same' | 'valid'
}

/** Returns a tensor of random values that float32 holds exactly, from −1 to 1. */
export function randomValues(shape: readonly number[], seed: number): Values {
  let state = seed * 2654435761 + 1
  const data = Float64Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return Math.round((state / 2 ** 31) * 1024) / 1024
  })
  return { shape, data }
}

/** TensorFlow's rules. With `same` there are ⌈size / stride⌉ outputs, and the smaller half of the padding comes first. */
function axis(
  size: number,
  kernel: number,
  stride: number,
  padding: Window['padding'],
): { outputs: number; before: number } {
  if (padding === 'valid') return { outputs: Math.floor((size - kernel) / stride) + 1, before: 0 }
  const outputs = Math.ceil(size / stride)
  return { outputs, before: Math.floor(Math.max(0, (outputs - 1) * stride + kernel - size) / 2) }
}

type Visit = (output: number, input: number | undefined, tap: number, batch: number) => void

/** Visits each (output pixel, input pixel, tap of the window). Outside the image the input is undefined. */
function slide(
  inputShape: readonly number[],
  kernel: readonly number[],
  { strides, padding }: Window,
  visit: Visit,
): number[] {
  const [batches, height, width] = inputShape
  const vertical = axis(height, kernel[0], strides[0], padding)
  const horizontal = axis(width, kernel[1], strides[1], padding)
  let output = 0
  for (let batch = 0; batch < batches; batch++) {
    for (let i = 0; i < vertical.outputs; i++) {
      for (let j = 0; j < horizontal.outputs; j++, output++) {
        for (let r = 0; r < kernel[0]; r++) {
          for (let s = 0; s < kernel[1]; s++) {
            const [y, x] = [i * strides[0] + r - vertical.before, j * strides[1] + s - horizontal.before]
            const inside = y >= 0 && y < height && x >= 0 && x < width
            visit(output, inside ? (batch * height + y) * width + x : undefined, r * kernel[1] + s, batch)
          }
        }
      }
    }
  }
  return [batches, vertical.outputs, horizontal.outputs]
}

/** Filter [height, width, in, out]. */
export function conv2d(x: Values, filter: Values, window: Window): Values {
  const [inputs, outputs] = filter.shape.slice(2)
  const pixels = countPixels(x.shape, filter.shape, window)
  const data = new Float64Array(pixels.count * outputs)
  slide(x.shape, filter.shape, window, (output, input, tap) => {
    if (input === undefined) return
    for (let c = 0; c < inputs; c++) {
      for (let o = 0; o < outputs; o++) {
        data[output * outputs + o] += x.data[input * inputs + c] * filter.data[(tap * inputs + c) * outputs + o]
      }
    }
  })
  return { shape: [...pixels.shape, outputs], data }
}

/** Filter [height, width, channels, multiplier]. */
export function depthwiseConv2d(x: Values, filter: Values, window: Window): Values {
  const [channels, multiplier] = filter.shape.slice(2)
  const pixels = countPixels(x.shape, filter.shape, window)
  const data = new Float64Array(pixels.count * channels * multiplier)
  slide(x.shape, filter.shape, window, (output, input, tap) => {
    if (input === undefined) return
    for (let c = 0; c < channels; c++) {
      for (let m = 0; m < multiplier; m++) {
        data[(output * channels + c) * multiplier + m] +=
          x.data[input * channels + c] * filter.data[(tap * channels + c) * multiplier + m]
      }
    }
  })
  return { shape: [...pixels.shape, channels * multiplier], data }
}

/** Returns the maximum or the mean of a window's values inside the image. */
export function pool(x: Values, size: readonly [number, number], window: Window, kind: 'max' | 'average'): Values {
  const channels = x.shape[3]
  const pixels = countPixels(x.shape, size, window)
  const data = new Float64Array(pixels.count * channels).fill(kind === 'max' ? -Infinity : 0)
  const inside = new Float64Array(pixels.count)
  slide(x.shape, size, window, (output, input) => {
    if (input === undefined) return
    inside[output]++
    for (let c = 0; c < channels; c++) {
      const [at, value] = [output * channels + c, x.data[input * channels + c]]
      data[at] = kind === 'max' ? Math.max(data[at], value) : data[at] + value
    }
  })
  if (kind === 'average') for (let at = 0; at < data.length; at++) data[at] /= inside[Math.floor(at / channels)]
  return { shape: [...pixels.shape, channels], data }
}

function countPixels(
  input: readonly number[],
  kernel: readonly number[],
  window: Window,
): { shape: number[]; count: number } {
  const shape = slide(input, kernel, window, () => undefined)
  return { shape, count: shape.reduce((product, size) => product * size, 1) }
}

/** Returns d(Σ weights · f(x)) / dx by central differences. */
export function differences(f: (x: Values) => Values, x: Values, weights: Float64Array, step = 2 ** -12): Float64Array {
  const sumAt = (index: number, change: number): number => {
    const data = x.data.slice()
    data[index] += change
    return f({ shape: x.shape, data }).data.reduce((sum, value, at) => sum + value * weights[at], 0)
  }
  return x.data.map((_, index) => (sumAt(index, step) - sumAt(index, -step)) / (2 * step))
}
