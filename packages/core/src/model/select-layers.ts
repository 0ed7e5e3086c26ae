/** Which layers of a model a glob means, and which of them have the same weights as those of another model. */

import type { InferredLayer } from './catalogue.js'
import { globPattern } from '../base/glob.js'
import type { ResolvedLayer } from '../contract/training-spec.js'

/** A layer's type and the shapes of its weights: what two layers must share for one to take the other's weights. */
export type LayerShape = Pick<InferredLayer, 'id' | 'type' | 'weights'>

/** Returns the ids that a glob matches, in the model's order; a residual or a branch selects everything inside. */
export function selectLayers(layers: readonly ResolvedLayer[], glob: string): string[] {
  const pattern = globPattern(glob)
  const select = (list: readonly ResolvedLayer[], isInside: boolean): string[] =>
    list.flatMap((layer) => {
      const isMeant = isInside || pattern.test(layer.id)
      const nested = nestedLayers(layer)
      return nested ? select(nested, isMeant) : isMeant ? [layer.id] : []
    })
  return select(layers, false)
}

/** Undefined for a layer that has weights of its own, such as a bidirectional one. */
function nestedLayers({ type, args }: ResolvedLayer): readonly ResolvedLayer[] | undefined {
  if (type === 'branch') return (args['branches'] as ResolvedLayer[][]).flat()
  if (type !== 'residual') return undefined
  return [...(args['layers'] as ResolvedLayer[]), ...((args['shortcut'] ?? []) as ResolvedLayer[])]
}

/** Whether a layer can take the weights of another. */
export function haveSameWeights(a: LayerShape, b: LayerShape): boolean {
  return a.type === b.type && JSON.stringify(a.weights) === JSON.stringify(b.weights)
}

/** The layers that a model takes from another. */
export interface Taken {
  /** In the model's order. */
  readonly layers: readonly string[]
  /** Full sentences, at most one problem for each glob; without a glob if none were given. */
  readonly problems: readonly { readonly glob?: number; readonly message: string }[]
}

/** Returns the layers that take the weights of the other model's layers of the same ids; `donor` names that model. */
export function takenLayers(
  own: { readonly layers: readonly ResolvedLayer[]; readonly shapes: readonly LayerShape[] },
  other: readonly LayerShape[],
  globs: readonly string[] | undefined,
  donor: string,
): Taken {
  const mine = new Map(own.shapes.map((shape) => [shape.id, shape]))
  const theirs = new Map(other.map((shape) => [shape.id, shape]))
  if (globs === undefined) {
    const layers = own.shapes
      .filter((shape) => shape.weights.length > 0 && haveSameWeights(shape, theirs.get(shape.id) ?? nothing))
      .map(({ id }) => id)
    if (layers.length > 0) return { layers, problems: [] }
    const message = `No layer here has the id, the type and the weights' shapes of a layer of ${donor}. ${list('Its layers with weights are', other)}`
    return { layers, problems: [{ message }] }
  }
  const taken = new Set<string>()
  const problems = globs.flatMap((glob, index) => {
    const ids = selectLayers(own.layers, glob).filter((id) => (mine.get(id)?.weights.length ?? 0) > 0)
    for (const id of ids) taken.add(id)
    if (ids.length === 0) return [{ glob: index, message: matchesNothing(glob, own.shapes) }]
    const differences = ids.map((id) => difference(mine.get(id) ?? nothing, theirs.get(id), donor))
    const message = differences.filter((each) => each !== undefined).join(' ')
    return message === '' ? [] : [{ glob: index, message }]
  })
  return { layers: own.shapes.map(({ id }) => id).filter((id) => taken.has(id)), problems }
}

const nothing: LayerShape = { id: '', type: '', weights: [] }

/** Returns the sentence for a glob that no layer with weights fits. */
export function matchesNothing(glob: string, shapes: readonly LayerShape[]): string {
  return `"${glob}" matches no layer that has weights. ${list('Those that have some are', shapes)}`
}

function list(before: string, shapes: readonly LayerShape[]): string {
  const ids = shapes.filter(({ weights }) => weights.length > 0).map(({ id }) => `"${id}"`)
  const more = ids.length > mostListed ? `, and ${ids.length - mostListed} more` : ''
  return ids.length === 0 ? 'There is none.' : `${before} ${ids.slice(0, mostListed).join(', ')}${more}.`
}

const mostListed = 12

function difference(mine: LayerShape, theirs: LayerShape | undefined, donor: string): string | undefined {
  if (theirs === undefined) return `The layer "${mine.id}" is not in ${donor}.`
  if (theirs.type !== mine.type)
    return `The layer "${mine.id}" is a ${mine.type} here and a ${theirs.type} in ${donor}.`
  if (haveSameWeights(mine, theirs)) return undefined
  const show = ({ weights }: LayerShape): string => weights.map((shape) => `[${shape.join(', ')}]`).join(', ')
  return `The layer "${mine.id}" has weights of the shapes ${show(mine)} here and ${show(theirs)} in ${donor}.`
}
