/**
 * A trained model → the Keras 3 model with the same outputs: its configuration, and the place of each weight in Keras's
 * file. Uses no tensors and no files.
 * @see https://github.com/keras-team/keras/blob/master/keras/src/saving/saving_lib.py
 */

import type { ResolvedLayer } from '@assay/core'

import { completeArguments } from '../definition/arguments.js'
import { centerCropping } from '../definition/center-cropping.js'
import { kerasLayer } from '../definition/keras-layer.js'
import type { KerasContext, KerasLayer, LayerDefinition } from '../definition/layer-definition.js'
import { ShapeError } from '../definition/shape.js'
import type { Shape } from '../definition/shape.js'
import { infer, sequenceShape } from '../vocabulary/infer.js'
import { vocabulary } from '../vocabulary/vocabulary.js'
import { inKerasOrder } from './keras-graph.js'
import type { GraphNode } from './keras-graph.js'
import type { NamedWeight } from './named-weights.js'

/** The layers and weights to export, and how the data was prepared. */
export interface TrainedModel {
  readonly layers: readonly ResolvedLayer[]
  readonly inputShape: Shape
  readonly weights: readonly NamedWeight[]
  /** Divides the values of the data before the first layer. Default: 1. */
  readonly divisor?: number
  /** Scales features before the first layer: (value − mean) / deviation. */
  readonly scaling?: { readonly mean: readonly number[]; readonly deviation: readonly number[] }
  /** Turns a forecast's output into a value: mean + deviation · output. */
  readonly values?: { readonly mean: number; readonly deviation: number }
  /** Exports layers that are random in training as they are in inference: most of them are left out. Default: false. */
  readonly inferenceOnly?: boolean
}

/** A Keras model as data. */
export interface KerasModel {
  /** The content of `config.json`. */
  readonly config: unknown
  /** Each weight with its path in `model.weights.h5`, such as `layers/conv2d_1/vars/0`. */
  readonly weights: readonly (NamedWeight & { readonly path: string })[]
}

interface Node extends GraphNode {
  readonly layer: KerasLayer
  readonly outputShape: Shape
  readonly weights: readonly NamedWeight[]
  /** See `kerasFolders` of a definition. */
  readonly folders: readonly string[]
}

/** Adds a layer without weights. Default of `outputShape`: the model's input shape. */
type AddSimple = (name: string, layer: KerasLayer, inputs: readonly string[], outputShape?: Shape) => string

/**
 * Returns the Keras model. Its input is the data before division and scaling.
 * @throws ShapeError if Keras has no such layer, with the layer's id.
 */
export function kerasModel(model: TrainedModel): KerasModel {
  const fit = infer(model.layers, model.inputShape)
  if (!fit.fits) throw new ShapeError(`The layer "${fit.layer}" does not fit. ${fit.message}`)
  const nodes: Node[] = []
  const add = (node: Node): string => {
    nodes.push(node)
    return node.name
  }
  const simple: AddSimple = (name, layer, inputs, outputShape = model.inputShape) =>
    add({ name, layer, inputs, outputShape, weights: [], folders: [] })

  const sequence = (layers: readonly ResolvedLayer[], input: string, shape: Shape): [string, Shape] =>
    layers.reduce<[string, Shape]>(([from, at], layer) => connect(layer, from, at), [input, shape])

  const connect = (layer: ResolvedLayer, input: string, shape: Shape): [string, Shape] => {
    const definition = vocabulary.get(layer.type)
    if (!definition) throw new ShapeError(`Unknown layer "${layer.type}".`)
    const args = completeArguments(definition, layer)
    const { outputShape } = definition.measure(args, shape, sequenceShape)
    const inputs = definition.branches?.(args).map((branch) => sequence(branch, input, shape)[0]) ?? [input]
    const weights = hasWeights(definition) ? model.weights.filter(({ name }) => name.startsWith(`${layer.id}/`)) : []
    const context = { inputShape: shape, outputShape, weights: weights.map(({ values }) => values) }
    if (model.inferenceOnly === true && definition.inference !== undefined) {
      const made = inferenceLayer(context)
      return [made ? simple(layer.id, made, inputs, outputShape) : input, outputShape]
    }
    const made = kerasLayer(definition, args, context)
    if (!made) throw notInKeras(layer, definition)
    const { kerasFolders: folders = [''] } = definition
    return [add({ name: layer.id, layer: made, inputs, outputShape, weights, folders }), outputShape]
  }

  // Upper-case names cannot collide with a layer's id.
  const input = simple('Input', { className: 'InputLayer', config: { batch_shape: [null, ...model.inputShape] } }, [])
  const [result, shape] = sequence(model.layers, scaled(model, input, simple), model.inputShape)
  const last = inUnits(model, result, (name, layer) => simple(name, layer, [result], shape))
  const output =
    last === input ? simple('Output', { className: 'Activation', config: { activation: 'linear' } }, [last]) : last
  return { config: configOf(nodes, input, output), weights: placeWeights(nodes) }
}

function hasWeights({ weights, statistics }: LayerDefinition): boolean {
  return weights !== undefined || statistics !== undefined
}

/** Returns what replaces a layer that is random in training, or undefined if nothing does. */
function inferenceLayer({ inputShape, outputShape }: KerasContext): KerasLayer | undefined {
  const cropping = centerCropping(inputShape, outputShape)
  return cropping.flat().every((size) => size === 0) ? undefined : { className: 'Cropping2D', config: { cropping } }
}

function notInKeras({ id, type }: ResolvedLayer, { inference }: LayerDefinition): ShapeError {
  const hint = inference
    ? ' It is for training: "--inference" exports what the model does without it, for predictions.'
    : ''
  return new ShapeError(`The layer "${id}" cannot be exported: Keras has no "${type}" of this meaning.${hint}`)
}

function scaled({ divisor = 1, scaling, inputShape }: TrainedModel, input: string, simple: AddSimple): string {
  const divided =
    divisor === 1
      ? input
      : simple('Pixels', { className: 'Rescaling', config: { scale: 1 / divisor, offset: 0 } }, [input])
  if (!scaling) return divided
  if (inputShape.at(-1) !== scaling.mean.length) {
    throw new ShapeError(`The data has ${scaling.mean.length} scaled features; the model takes ${inputShape.at(-1)}.`)
  }
  const variance = scaling.deviation.map((deviation) => deviation ** 2)
  return simple('Scale', { className: 'Normalization', config: { axis: -1, mean: scaling.mean, variance } }, [divided])
}

function inUnits({ values }: TrainedModel, result: string, add: (name: string, layer: KerasLayer) => string): string {
  if (!values) return result
  return add('Values', { className: 'Rescaling', config: { scale: values.deviation, offset: values.mean } })
}

function configOf(nodes: readonly Node[], input: string, output: string): unknown {
  const shapes = new Map(nodes.map(({ name, outputShape }) => [name, outputShape]))
  const layers = nodes.map(({ name, layer, inputs }) => ({
    module: 'keras.layers',
    class_name: layer.className,
    config: { name, dtype: 'float32', ...layer.config },
    registered_name: null,
    name,
    inbound_nodes: inputs.length === 0 ? [] : [{ args: [argumentOf(inputs, shapes)], kwargs: {} }],
  }))
  const ends = { input_layers: [input, 0, 0], output_layers: [output, 0, 0] }
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: { name: 'assay', trainable: true, layers, ...ends },
    registered_name: 'Functional',
  }
}

function argumentOf(inputs: readonly string[], shapes: ReadonlyMap<string, Shape>): unknown {
  const tensors = inputs.map((name) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, ...(shapes.get(name) ?? [])], dtype: 'float32', keras_history: [name, 0, 0] },
  }))
  return tensors.length === 1 ? tensors[0] : tensors
}

/** Keras finds weights by their layer's class, numbered in the model's order, never by name. */
function placeWeights(nodes: readonly Node[]): KerasModel['weights'] {
  const used = new Map<string, number>()
  return inKerasOrder(nodes).flatMap(({ layer: { className }, weights, folders }) => {
    const base = snakeCase(className)
    const count = used.get(base) ?? 0
    used.set(base, count + 1)
    const folder = `layers/${count === 0 ? base : `${base}_${count}`}`
    const each = weights.length / folders.length
    return folders.flatMap((inside, part) =>
      weights.slice(part * each, (part + 1) * each).map((weight, index) => ({
        ...weight,
        path: [folder, inside, 'vars', String(index)].filter(Boolean).join('/'),
      })),
    )
  })
}

/** Keras's own rule: `PReLU` → `p_re_lu`. */
function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
