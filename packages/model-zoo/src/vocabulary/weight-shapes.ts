/** The shapes of a layer's weights, in Keras's order and by arithmetic alone: two layers can share weights if these are equal. */

import type { Arguments } from '../definition/layer-definition.js'
import type { Shape } from '../definition/shape.js'
import { perDimension } from '../definition/shape.js'
import { innerLayer } from '../layers/recurrent.js'

/** Returns the shapes of a layer's own weights, moving statistics included. */
export function weightShapes(type: string, args: Arguments, input: Shape): readonly Shape[] {
  return Object.hasOwn(shapes, type) ? (shapes[type]?.(args, input) ?? []) : []
}

type Shapes = (args: Arguments, input: Shape) => readonly Shape[]

function biased(args: Arguments, size: number): Shape[] {
  return args['use_bias'] === true ? [[size]] : []
}

function last(input: Shape): number {
  return input[input.length - 1]
}

function kernel(args: Arguments, dimensions: number): number[] {
  return perDimension(args['kernel_size'], dimensions, 'kernel_size')
}

const convolution =
  (dimensions: number): Shapes =>
  (args, input) => {
    const filters = args['filters'] as number
    return [[...kernel(args, dimensions), last(input), filters], ...biased(args, filters)]
  }

const recurrent =
  (gates: number): Shapes =>
  (args, input) => {
    const units = args['units'] as number
    return [[last(input), gates * units], [units, gates * units], ...biased(args, gates * units)]
  }

const learned: Shapes = (args, input) =>
  [args['scale'], args['center']].filter((isLearned) => isLearned === true).map(() => [last(input)])

const shapes: Readonly<Record<string, Shapes>> = {
  dense: (args, input) => [[last(input), args['units'] as number], ...biased(args, args['units'] as number)],
  conv1d: convolution(1),
  conv2d: convolution(2),
  conv2d_transpose: (args, input) => {
    const filters = args['filters'] as number
    return [[...kernel(args, 2), filters, last(input)], ...biased(args, filters)]
  },
  depthwise_conv2d: (args, input) => {
    const multiplier = args['depth_multiplier'] as number
    return [[...kernel(args, 2), last(input), multiplier], ...biased(args, last(input) * multiplier)]
  },
  separable_conv2d: (args, input) => {
    const [multiplier, filters] = [args['depth_multiplier'] as number, args['filters'] as number]
    const pointwise = [1, 1, last(input) * multiplier, filters]
    return [[...kernel(args, 2), last(input), multiplier], pointwise, ...biased(args, filters)]
  },
  lstm: recurrent(4),
  gru: recurrent(3),
  simple_rnn: recurrent(1),
  bidirectional: (args, input) => {
    const { type, args: inner } = innerLayer(args['layers'])
    const one = weightShapes(type, inner, input)
    return [...one, ...one]
  },
  embedding: (args) => [[args['input_dim'] as number, args['output_dim'] as number]],
  batch_normalization: (args, input) => [...learned(args, input), [last(input)], [last(input)]],
  layer_normalization: learned,
  normalization: (args, input) => (args['mean'] === undefined ? [[last(input)], [last(input)]] : []),
  prelu: (_args, input) => [input],
}
