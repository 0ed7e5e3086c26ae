/**
 * The augmentation at the start of a model, without tensors, so that another thread can prepare batches ahead of the
 * training thread. Exported as `@assay/model-zoo/augment`. Unless `setPrepared` is called, the layers do the same
 * themselves, bit for bit.
 */

import type { ResolvedLayer } from '@assay/core'

import { drawCutout } from './augmentation/cutout-mask.js'
import { geometries } from './augmentation/geometries.js'
import { drawMixing, mixed } from './augmentation/mixing.js'
import { drawResampling, resampled } from './augmentation/resampling.js'
import type { ImageShape } from './augmentation/resampling.js'
import { deriveSeed, stepSource } from './augmentation/seeds.js'
import type { RandomSource } from './augmentation/seeds.js'
import { completeArguments } from './definition/arguments.js'
import { vocabulary } from './vocabulary/vocabulary.js'

/** The changes that a model's first layers make to training batches. */
export interface Augmentation {
  /** Ids of the layers that `apply` replaces, from the first one on; empty if the model does not begin with augmentation. */
  readonly layers: readonly string[]
  /** Shape of one example after them. */
  readonly outputShape: readonly number[]
  /** Changes a batch of `rows` examples as the layers would at their `step`-th training batch, from 0. */
  readonly apply: (values: Float32Array, rows: number, step: number) => Float32Array
}

/** Returns the augmentation of a model that is built with the same seed. */
export function augmentation(
  layers: readonly ResolvedLayer[],
  inputShape: readonly number[],
  seed: number,
): Augmentation {
  const changes: Change[] = []
  let shape = inputShape
  for (const layer of layers) {
    const change = changeOf(layer, shape, deriveSeed(seed, layer.id))
    if (!change) break
    changes.push(change)
    shape = change.outputShape
  }
  return {
    layers: layers.slice(0, changes.length).map(({ id }) => id),
    outputShape: shape,
    apply: (values, rows, step) =>
      changes.reduce((changed, { change, from }) => change(changed, [rows, ...from] as ImageShape, step), values),
  }
}

interface Change {
  readonly from: readonly number[]
  readonly outputShape: readonly number[]
  readonly change: (values: Float32Array, shape: ImageShape, step: number) => Float32Array
}

function changeOf(layer: ResolvedLayer, from: readonly number[], seed: number): Change | undefined {
  const geometric = Object.hasOwn(geometries, layer.type)
    ? geometries[layer.type as keyof typeof geometries]
    : undefined
  if (!geometric && layer.type !== 'cutout' && layer.type !== 'mix_up') return undefined
  const definition = vocabulary.get(layer.type)!
  const args = completeArguments(definition, layer)
  const { outputShape } = definition.measure(args, from, (_nested, shape) => shape)
  const geometry = geometric?.(args, outputShape)
  const change = (values: Float32Array, shape: ImageShape, random: RandomSource): Float32Array => {
    if (geometry) return resampled(values, drawResampling(geometry, shape, random))
    if (layer.type === 'mix_up') return mixed(values, drawMixing(args['alpha'] as number, shape[0], random))
    return masked(values, drawCutout(args['size'] as number, shape, random))
  }
  return {
    from,
    outputShape,
    change: (values, shape, step) => change(values, shape, stepSource(seed, step)),
  }
}

function masked(values: Float32Array, mask: Float32Array): Float32Array {
  const channels = values.length / mask.length
  return values.map((value, at) => value * mask[Math.floor(at / channels)])
}
