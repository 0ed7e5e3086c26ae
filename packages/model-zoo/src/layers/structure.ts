/** Layers made of layers. `repeat` is unrolled before shapes are inferred; it is here for its arguments. */

import type { ResolvedLayer } from '@assay/core'

import type { Arguments, LayerFamily } from '../definition/layer-definition.js'
import { elements, formatShape, ShapeError } from '../definition/shape.js'
import type { Shape } from '../definition/shape.js'

/** Values of `merge` → Keras's classes. */
const merges = {
  concatenate: 'Concatenate',
  add: 'Add',
  multiply: 'Multiply',
  average: 'Average',
  maximum: 'Maximum',
  minimum: 'Minimum',
} as const

export type MergeName = keyof typeof merges

export const structuralLayers = {
  repeat: {
    arguments: {
      times: { type: 'integer', minimum: 0, required: true },
      layers: { type: 'layers', required: true },
    },
    measure() {
      throw new ShapeError('A "repeat" must be unrolled before shapes are inferred.')
    },
  },
  // y = layers(x) + shortcut(x); without a shortcut, + x. He et al. 2015, https://arxiv.org/abs/1512.03385
  residual: {
    arguments: { layers: { type: 'layers', required: true }, shortcut: { type: 'layers' } },
    keras: () => ({ className: 'Add', config: {} }),
    branches: bodyAndShortcut,
    measure(args, input, sequence) {
      const [body, shortcut] = bodyAndShortcut(args).map((layers) => sequence(layers, input)) as [Shape, Shape]
      if (sameShape(body, shortcut)) return { outputShape: body, flops: elements(body) }
      throw new ShapeError(
        `"residual" cannot add ${formatShape(body)} from its layers and ${formatShape(shortcut)} from its shortcut. ` +
          'Give it a "shortcut" that ends in the same shape, for example a conv2d of kernel_size 1.',
      )
    },
  },
  branch: {
    arguments: {
      branches: { type: 'branches', required: true },
      merge: { type: 'string', values: Object.keys(merges), default: 'concatenate' },
    },
    keras: (args) => ({
      className: merges[args['merge'] as MergeName],
      config: args['merge'] === 'concatenate' ? { axis: -1 } : {},
    }),
    branches: (args) => args['branches'] as ResolvedLayer[][],
    measure(args, input, sequence) {
      const branches = args['branches'] as ResolvedLayer[][]
      if (branches.length < 2) throw new ShapeError('"branch" needs at least two branches.')
      const shapes = branches.map((layers) => sequence(layers, input))
      const outputShape = args['merge'] === 'concatenate' ? concatenated(shapes) : common(shapes, args['merge'])
      const flops = args['merge'] === 'concatenate' ? 0 : (shapes.length - 1) * elements(outputShape)
      return { outputShape, flops }
    },
  },
} satisfies LayerFamily

function bodyAndShortcut(args: Arguments): readonly (readonly ResolvedLayer[])[] {
  return [args['layers'], args['shortcut'] ?? []] as ResolvedLayer[][]
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

function common(shapes: readonly Shape[], merge: unknown): Shape {
  const first = shapes[0]
  const other = shapes.find((shape) => !sameShape(shape, first))
  if (!other) return first
  throw new ShapeError(
    `"branch" cannot ${String(merge)} ${formatShape(first)} and ${formatShape(other)}; its branches must end in the same shape.`,
  )
}

function concatenated(shapes: readonly Shape[]): Shape {
  const first = shapes[0]
  const other = shapes.find((shape) => !sameShape([...shape.slice(0, -1), 0], [...first.slice(0, -1), 0]))
  if (other) {
    throw new ShapeError(
      `"branch" cannot concatenate ${formatShape(first)} and ${formatShape(other)}; only the last axis may differ.`,
    )
  }
  return [...first.slice(0, -1), shapes.reduce((sum, shape) => sum + shape[shape.length - 1], 0)]
}
