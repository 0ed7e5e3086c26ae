/** Layers that move or repeat values without changing them. */

import type { LayerFamily } from '../definition/layer-definition.js'
import { elements, formatShape, perDimension, requireRank, ShapeError } from '../definition/shape.js'
import type { Shape } from '../definition/shape.js'

export const reshapingLayers = {
  flatten: {
    arguments: {},
    keras: 'Flatten',
    measure: (_args, input) => ({ outputShape: [elements(input)], flops: 0 }),
  },
  reshape: {
    arguments: { target_shape: { type: 'size', minimum: 1, required: true } },
    keras: (_args, { outputShape }) => ({ className: 'Reshape', config: { target_shape: outputShape } }),
    measure(args, input) {
      const value = args['target_shape']
      const outputShape = typeof value === 'number' ? [value] : (value as number[])
      if (elements(outputShape) === elements(input)) return { outputShape, flops: 0 }
      throw new ShapeError(
        `"reshape" cannot make ${formatShape(outputShape)} (${elements(outputShape)} values) of ` +
          `${formatShape(input)} (${elements(input)} values).`,
      )
    },
  },
  zero_padding2d: {
    arguments: { padding: { type: 'size', minimum: 0, default: 1 } },
    keras: (args) => ({ className: 'ZeroPadding2D', config: { padding: perDimension(args['padding'], 2, 'padding') } }),
    measure(args, input) {
      requireRank(input, 3, 'zero_padding2d', '[height, width, channels]')
      const [vertical, horizontal] = perDimension(args['padding'], 2, 'padding') as [number, number]
      const outputShape = [input[0] + 2 * vertical, input[1] + 2 * horizontal, input[2]]
      return { outputShape, flops: 0 }
    },
  },
  zero_padding1d: {
    arguments: { padding: { type: 'integer', minimum: 0, default: 1 } },
    keras: 'ZeroPadding1D',
    measure(args, input) {
      requireRank(input, 2, 'zero_padding1d', '[length, channels]')
      return { outputShape: [input[0] + 2 * (args['padding'] as number), input[1]], flops: 0 }
    },
  },
  // One number for both ends, or one for each.
  cropping1d: {
    arguments: { cropping: { type: 'size', minimum: 0, default: 1 } },
    keras: 'Cropping1D',
    measure(args, input) {
      requireRank(input, 2, 'cropping1d', '[length, channels]')
      const [start, end] = ends(args['cropping'], 'cropping')
      const length = input[0] - start - end
      if (length > 0) return { outputShape: [length, input[1]], flops: 0 }
      throw new ShapeError(`"cropping1d" cannot take ${formatShape([start, end])} off the ends of ${input[0]} steps.`)
    },
  },
  cropping2d: {
    arguments: { cropping: { type: 'size', minimum: 0, default: 0 } },
    keras: (args) => ({ className: 'Cropping2D', config: { cropping: perDimension(args['cropping'], 2, 'cropping') } }),
    measure(args, input) {
      requireRank(input, 3, 'cropping2d', '[height, width, channels]')
      const cropping = perDimension(args['cropping'], 2, 'cropping')
      return { outputShape: [...cropped('cropping2d', input.slice(0, 2), cropping), input[2]], flops: 0 }
    },
  },
  // Repeats rows and columns. No interpolation: TensorFlow.js aligns pixels differently from Keras.
  up_sampling2d: {
    arguments: { size: { type: 'size', minimum: 1, default: 2 } },
    keras: (args) => ({ className: 'UpSampling2D', config: { size: perDimension(args['size'], 2, 'size') } }),
    measure(args, input) {
      requireRank(input, 3, 'up_sampling2d', '[height, width, channels]')
      const [rows, columns] = perDimension(args['size'], 2, 'size') as [number, number]
      return { outputShape: [input[0] * rows, input[1] * columns, input[2]], flops: 0 }
    },
  },
  up_sampling1d: {
    arguments: { size: { type: 'integer', minimum: 1, default: 2 } },
    keras: 'UpSampling1D',
    measure(args, input) {
      requireRank(input, 2, 'up_sampling1d', '[length, channels]')
      return { outputShape: [input[0] * (args['size'] as number), input[1]], flops: 0 }
    },
  },
  // Axes count from 1, as in Keras: the batch is 0.
  permute: {
    arguments: { dims: { type: 'size', minimum: 1, required: true } },
    keras: (args) => ({ className: 'Permute', config: { dims: [args['dims']].flat() } }),
    measure(args, input) {
      const dims = [args['dims']].flat() as number[]
      const isPermutation = dims.length === input.length && input.every((_, axis) => dims.includes(axis + 1))
      if (isPermutation) return { outputShape: dims.map((axis) => input[axis - 1]), flops: 0 }
      throw new ShapeError(`"permute" needs each axis of ${formatShape(input)} once in "dims", counted from 1.`)
    },
  },
  repeat_vector: {
    arguments: { n: { type: 'integer', minimum: 1, required: true } },
    keras: 'RepeatVector',
    measure(args, input) {
      requireRank(input, 1, 'repeat_vector', '[features]')
      return { outputShape: [args['n'] as number, input[0]], flops: 0 }
    },
  },
} satisfies LayerFamily

/** Returns how many steps to cut off the start and the end of a sequence. */
export function ends(value: unknown, name: string): readonly [number, number] {
  if (typeof value === 'number') return [value, value]
  return perDimension(value, 2, name) as [number, number]
}

function cropped(type: string, spatial: Shape, cropping: readonly number[]): number[] {
  const output = spatial.map((size, axis) => size - 2 * cropping[axis])
  if (output.every((size) => size > 0)) return output
  throw new ShapeError(`"${type}" cannot take ${formatShape(cropping)} off both ends of ${formatShape(spatial)}.`)
}
