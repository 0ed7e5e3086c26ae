/** Recurrent layers, and the wrapper that runs one in both directions. */

import type { ArgumentRule, ResolvedLayer } from '@assay/core'

import { completeArguments } from '../definition/arguments.js'
import { kerasLayer } from '../definition/keras-layer.js'
import type { Arguments, LayerDefinition, LayerFamily, LayerSize } from '../definition/layer-definition.js'
import { elements, lastAxis, requireRank, ShapeError } from '../definition/shape.js'
import {
  activations,
  biasInitializer,
  biasShape,
  count,
  kernelInitializer,
  recurrentInitializer,
  regularizer,
  useBias,
} from '../definition/shared-arguments.js'

const flag: ArgumentRule = { type: 'boolean', default: false }
const cellArguments: LayerDefinition['arguments'] = {
  units: count,
  activation: { type: 'string', values: activations, default: 'tanh' },
  use_bias: useBias,
  kernel_initializer: kernelInitializer,
  recurrent_initializer: recurrentInitializer,
  bias_initializer: biasInitializer,
  kernel_regularizer: regularizer,
  recurrent_regularizer: regularizer,
  bias_regularizer: regularizer,
  return_sequences: flag,
  go_backwards: flag,
}
const recurrentActivation: ArgumentRule = { type: 'string', values: activations, default: 'sigmoid' }

interface Cell {
  readonly name: string
  readonly keras: LayerDefinition['keras']
  /** Products of input and state per step. */
  readonly gates: number
  /** Operations per unit and step that combine the gates. */
  readonly others: number
  readonly arguments: LayerDefinition['arguments']
}

function recurrent({ name, keras, gates, others, arguments: more }: Cell) {
  return {
    arguments: { ...cellArguments, ...more },
    keras,
    kerasFolders: ['cell'],
    weights: (args, input) => {
      const units = args['units'] as number
      const gated = gates * units
      return [[lastAxis(input), gated], [units, gated], ...biasShape(args, gated)]
    },
    measure(args, input) {
      requireRank(input, 2, name, '[length, channels]')
      const [length, channels] = input as [number, number]
      const units = args['units'] as number
      const bias = args['use_bias'] ? 1 : 0
      const step = gates * units * (2 * (channels + units) + bias + 1) + others * units
      return {
        outputShape: args['return_sequences'] ? [length, units] : [units],
        flops: length * step,
      }
    },
  } satisfies LayerDefinition
}

const lstm = recurrent({
  name: 'lstm',
  keras: 'LSTM',
  gates: 4,
  others: 5,
  arguments: { recurrent_activation: recurrentActivation, unit_forget_bias: { type: 'boolean', default: true } },
})

// Applies the gate before the product with the state, as in the paper: Keras's `reset_after=False`.
// Cho et al. 2014, https://arxiv.org/abs/1406.1078
const gru = recurrent({
  name: 'gru',
  keras: (args) => ({ className: 'GRU', config: { ...args, reset_after: false } }),
  gates: 3,
  others: 5,
  arguments: { recurrent_activation: recurrentActivation },
})

const simple = recurrent({ name: 'simple_rnn', keras: 'SimpleRNN', gates: 1, others: 0, arguments: {} })

const cells = { lstm, gru, simple_rnn: simple }

/** Layers that `bidirectional` can wrap. */
export type CellName = keyof typeof cells

/** Returns the one layer inside a `bidirectional`, with complete arguments. */
export function innerLayer(layers: unknown): { readonly type: CellName; readonly args: Arguments } {
  const [layer, ...others] = layers as ResolvedLayer[]
  if (!layer || !Object.hasOwn(cells, layer.type) || others.length > 0) {
    throw new ShapeError('"bidirectional" needs one layer inside: "lstm", "gru" or "simple_rnn".')
  }
  const type = layer.type as CellName
  const args = completeArguments(cells[type], layer)
  if (args['go_backwards']) throw new ShapeError('"bidirectional" goes backwards itself; leave "go_backwards" away.')
  return { type, args }
}

const bidirectional: LayerDefinition = {
  arguments: {
    layers: { type: 'layers', required: true },
    merge_mode: { type: 'string', values: ['concat', 'sum', 'mul', 'ave'], default: 'concat' },
  },
  keras: (args, context) => {
    const { type, args: inner } = innerLayer(args['layers'])
    const { className = '', config = {} } = kerasLayer(cells[type], inner, context) ?? {}
    const layer = { module: 'keras.layers', class_name: className, config, registered_name: null }
    return { className: 'Bidirectional', config: { layer, merge_mode: args['merge_mode'] } }
  },
  kerasFolders: ['forward_layer/cell', 'backward_layer/cell'],
  weights(args, input) {
    const { type, args: innerArgs } = innerLayer(args['layers'])
    const one = cells[type].weights(innerArgs, input)
    return [...one, ...one]
  },
  measure(args, input) {
    const { type, args: innerArgs } = innerLayer(args['layers'])
    const one = cells[type].measure(innerArgs, input)
    return twice(one, args['merge_mode'] === 'concat')
  },
}

function twice({ outputShape, flops }: LayerSize, isConcatenated: boolean): LayerSize {
  const last = outputShape[outputShape.length - 1]
  return {
    outputShape: isConcatenated ? [...outputShape.slice(0, -1), 2 * last] : outputShape,
    flops: 2 * flops + (isConcatenated ? 0 : elements(outputShape)),
  }
}

export const recurrentLayers = { ...cells, bidirectional } satisfies LayerFamily
