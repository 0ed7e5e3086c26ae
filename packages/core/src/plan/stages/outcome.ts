/** The outcomes of the variants and tuning stages that are planned already. */

import type { DonorResult } from '../../variants/donor.js'
import type { Variant } from '../../variants/expand.js'
import type { ResolvedVariant } from '../../engines/resolve-variant.js'
import type { TuningStage } from '../arm.js'
import type { PlanFrame } from '../context.js'
import type { StartedVariant, VariantPlan } from '../variant-plan.js'
import type { Units } from './units.js'

/** A variant that is trained now, waits for results, or cannot be trained. */
export type Outcome = DonorResult<{ readonly kind: 'known'; readonly plan: VariantPlan }> & {
  /** Of one that waits. */
  readonly waiting?: WaitingVariant
}

/** A variant that waits: checked now, trained later. */
export interface WaitingVariant {
  readonly variant: Variant
  /** If it waits for jobs from whose weights it starts. */
  readonly started?: StartedVariant
  /** If it waits for an arm: the variant with each recipe that it may start from. */
  readonly drafts: readonly ResolvedVariant[]
}

/** The frame of planning a stage. Units come in dependency order, so everything that a stage needs has been planned. */
export interface StageFrame extends PlanFrame {
  readonly units: Units
  /** By the ref of the variant or of the confirmed trial. */
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** Tuning stages by name; undefined for one that cannot be planned, which has been reported. */
  readonly stages: ReadonlyMap<string, TuningStage | undefined>
}

/** There is no result, and the user has been shown why. */
export const refused = { kind: 'none', isReported: true } as const
