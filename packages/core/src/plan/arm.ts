/**
 * The words of tuning. A stage of kind tune has an arm, and perhaps a second one, its cold control. An arm is a chain of
 * tuning jobs, and each tuning job makes trials of the stage's training definitions.
 */

import type { Scalar, Stage, StopWhen } from '../language/experiment.js'
import type { Deferred, PlannedArm, PlannedRange, TuningStep } from '../contract/planned.js'
import type { Trial, TuningRecord } from '../contract/tuning-record.js'
import type { ResolvedVariant } from '../engines/resolve-variant.js'
import type { Variant } from '../variants/expand.js'
import type { VariantSearch } from '../variants/expand-search.js'
import type { Origin } from './variant-plan.js'

/** A stage of kind tune. */
export interface TuningStage {
  readonly name: string
  readonly definitions: readonly SearchDefinition[]
  /** Those, and what else they may turn out to be if another stage's result decides what they start from. */
  readonly possible: readonly SearchDefinition[]
  /** The warm arm, and its cold control if the file asks for one. */
  readonly arms: readonly ArmPlan[]
}

/** A variant of a tuning stage: a training definition as the file writes it. */
export type SearchVariant = Variant & { readonly search: VariantSearch }

/** A training definition before its parents' results are known. */
export interface SearchDefinition {
  readonly variant: SearchVariant
  /** Where its trials' weights come from; without one, they start from random weights. */
  readonly origin?: Origin
  /** At the recipe's own values, and somewhere in the ranges of those that have none. */
  readonly resolved: ResolvedVariant
  readonly space: SearchSpace
  /** Hyperparameters that some trial reads. */
  readonly reads: ReadonlySet<string>
  /** Digest of the model's template, the data, the objective and the trainer: what all jobs of one chain share. */
  readonly task: string
}

/** Typed ranges by hyperparameter. */
export type Ranges = Readonly<Record<string, PlannedRange>>

/** A search space before its parents' results are known. */
export interface SearchSpace {
  /** Every range with nothing narrowed: what a cold control searches. */
  readonly original: Ranges
  /** Changes of the warm arm: its own range, or a share (0 to 1) of the first parent's. */
  readonly changes: Readonly<Record<string, { readonly range: PlannedRange } | { readonly narrow: number }>>
}

/** The ranges that are left to search once the first parent's ranges and best trial are known. */
export interface KnownSpace {
  readonly ranges: Ranges
  /** Hyperparameters fixed at the parent's best. */
  readonly fixed: Readonly<Record<string, Scalar>>
}

/** The settings of a tuning stage's arms, defaults filled in. */
export interface SearchSettings {
  readonly strategy: PlannedArm['strategy']
  readonly earlyStopping: boolean
  readonly searchSeed: number
  /** Over the whole chain. */
  readonly maximumTrials: number
  readonly maximumParallel: number
  readonly confirm: number
  readonly stopWhen: StopWhen
}

/** The source of an arm, before anything is decided about it. */
export interface ArmSource {
  readonly ref: string
  /** Of the stage. */
  readonly name: string
  readonly stage: Stage
  readonly definitions: readonly SearchDefinition[]
  /** The arms that it starts from: none, if it is a cold control. */
  readonly parents: readonly Parent[]
  /** Whose set of names its hyperparameters have: the parents, also of a cold control. */
  readonly relatives: readonly Parent[]
  /** The jobs that have to end before its recipe, or the origin of its trials' weights, is known. */
  readonly blockers: readonly Pick<Deferred, 'after' | 'afterStages'>[]
}

/** An arm that another one starts from. */
export interface Parent {
  /** As the file writes it. */
  readonly ref: string
  readonly stage?: string
  /** Its whole chain: a warm start is not recursive. */
  readonly jobNames: readonly string[]
  readonly chain: readonly TuningRecord[]
  readonly hasEnded: boolean
  /** Its search space with nothing narrowed. */
  readonly original: Ranges
  /** The space that it has searched; what it narrows itself is missing until it is known. */
  readonly searched: KnownSpace
  /** Names in it that wait for its own parents. */
  readonly unknown: readonly string[]
  /** Hyperparameters that its trials share. */
  readonly values: Readonly<Record<string, Scalar>>
  readonly task: string | undefined
  /** Tuning jobs that have to end before it is known. */
  readonly after: readonly string[]
  readonly afterStages: readonly string[]
}

/** An arm as a parent, whatever those that start from it call it. */
export type ArmResult = Omit<Parent, 'ref'>

/** A trial with a result, and what makes it differ from the other trials of its chain. */
export interface RankedTrial {
  readonly trial: Trial
  /** Its tuned hyperparameters, and those that an earlier or later job of the chain tuned. */
  readonly values: Readonly<Record<string, Scalar>>
}

/** An arm with what is to be done about it. */
export interface ArmPlan {
  readonly source: ArmSource
  readonly planned: PlannedArm
  readonly settings: SearchSettings
  readonly steps: readonly TuningStep[]
  readonly deferred: readonly Deferred[]
  /** Whether there is nothing more to search. */
  readonly hasEnded: boolean
  /** Of each definition, what is held fixed at a parent's best. */
  readonly fixed: readonly KnownSpace['fixed'][]
  /** The best trials, the best first, once it has ended. */
  readonly top: readonly RankedTrial[]
  readonly asParent: ArmResult
}
