/** Stored rows → the model's input: scaled, and augmented as its first layers would. The same on any thread. */

import type { ResolvedLayer } from '@assay/core'
import { augmentation } from '@assay/model-zoo/augment'

import { scaleBy } from '../data/parts/scale.js'

/** Everything that preparation depends on: plain data, which can be sent to a thread. */
export interface Preparation {
  readonly layers: readonly ResolvedLayer[]
  readonly inputShape: readonly number[]
  readonly seed: number
  readonly divisor: number
}

/** Rows as they are stored, row by row. */
export type Stored = Uint8Array | Float32Array

/** Prepares rows for the layers' `step`-th batch. */
export type Prepare = (stored: Stored, rows: number, step: number) => Float32Array

/** Returns the function that prepares a batch. */
export function prepare({ layers, inputShape, seed, divisor }: Preparation): Prepare {
  const { apply } = augmentation(layers, inputShape, seed)
  const scale = scaleBy(divisor)
  return (stored, rows, step) => {
    const values = new Float32Array(stored.length)
    scale(stored, values, 0)
    return apply(values, rows, step)
  }
}
