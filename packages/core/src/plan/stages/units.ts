/** Units of planning: a variant to train, or all training definitions of a tuning stage. */

import { groupBy } from '../../base/group-by.js'
import type { Variant } from '../../variants/expand.js'
import type { SearchVariant } from '../arm.js'

/** A variant to train. */
export interface TrainingUnit {
  readonly kind: 'train'
  readonly variant: Variant
}

/** A tuning stage. */
export interface TuningUnit {
  readonly kind: 'tune'
  readonly stage: string
  readonly definitions: readonly SearchVariant[]
}

export type Unit = TrainingUnit | TuningUnit

/** The units of a file. */
export interface Units {
  /** Tuning stages first, each kind in the file's order. */
  readonly all: readonly Unit[]
  /**
   * Returns what a reference names: a variant, the only variant of a stage, or a tuning stage, also by its results
   * (`coarse`, `coarse/best`).
   */
  readonly named: (ref: string) => Unit | undefined
}

/** Returns the units of a file's variants. */
export function unitsOf(variants: readonly Variant[]): Units {
  const definitions = groupBy(variants.filter(isSearch), ({ stage }) => stage)
  const tuning = new Map([...definitions].map(([stage, all]) => [stage, tuningUnit(stage, all)]))
  const training = variants.filter((variant) => !isSearch(variant)).map(trainingUnit)
  const byRef = new Map(training.map((unit) => [unit.variant.ref, unit]))
  const byStage = groupBy(training, ({ variant }) => variant.stage)
  const onlyOf = (stage: string): Unit | undefined => {
    const [only, another] = byStage.get(stage) ?? []
    return another === undefined ? only : undefined
  }
  return {
    all: [...tuning.values(), ...training],
    named: (ref) => byRef.get(ref) ?? onlyOf(ref) ?? tuning.get(stageOf(ref)),
  }
}

function tuningUnit(stage: string, definitions: readonly SearchVariant[]): TuningUnit {
  return { kind: 'tune', stage, definitions }
}

function trainingUnit(variant: Variant): TrainingUnit {
  return { kind: 'train', variant }
}

function isSearch(variant: Variant): variant is SearchVariant {
  return variant.search !== undefined
}

/** `coarse/best` → `coarse`. */
function stageOf(ref: string): string {
  return ref.split('/', 1)[0] ?? ''
}
