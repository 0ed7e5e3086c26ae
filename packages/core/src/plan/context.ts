/** The input of planning, and the frame that all of its parts share. */

import type { DonorVariant } from '../variants/donor.js'
import type { ResolveContext, ResolveFrame } from '../engines/resolve-variant.js'
import type { Experiment } from '../language/experiment.js'
import type { HyperparameterType } from '../contract/training-spec.js'
import type { JobRecord } from '../contract/job-record.js'
import type { Prices } from '../contract/prices.js'
import type { TuningRecord } from '../contract/tuning-record.js'
import type { ArmResult } from './arm.js'

/** Facts from outside that a plan is made with. */
export interface PlanContext extends ResolveContext {
  /** Variants and arms of other files that hand weights on, by `ForeignDonor.key`. */
  readonly donors?: ReadonlyMap<string, DonorVariant>
  /** Files whose tuning stages this one's start from, by `ForeignSearch.file`. */
  readonly files?: ReadonlyMap<string, ForeignFile>
  /** The git commit of the experiment file, if it has one. */
  readonly commit?: string
  /** The experiment's tuning jobs that exist, and those that the file names as `job:NAME`. Default: none. */
  readonly searches?: readonly TuningRecord[]
  /** The experiment's training jobs that exist: they decide which confirmed trial is the best. Default: none. */
  readonly records?: readonly JobRecord[]
  /** Whether chains that were stopped, or failed, go on with the trials that they did not make. Default: false. */
  readonly retry?: boolean
  /** The price of an hour of each instance type. Default: nothing costs anything. */
  readonly prices?: Prices
}

/** Another file, planned with the tuning jobs that exist. */
export interface ForeignFile {
  readonly experiment: Experiment
  /** Returns the warm arm of a tuning stage, as a parent. */
  readonly search: (stage: string) => ArmResult | undefined
}

/** The frame of every part of planning. */
export interface PlanFrame extends ResolveFrame {
  /** SHA-256 of the resolved experiment. */
  readonly digest: string
  readonly context: PlanContext
}

/** The same, once it is known which variants are trained: what their requests share. */
export interface JobFrame extends PlanFrame {
  /** One type for each hyperparameter, over all variants. */
  readonly types: Readonly<Record<string, HyperparameterType>>
}
