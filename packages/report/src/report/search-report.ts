/** The part of a report about searches, as plain JSON: the stages of `kind: tune`. */

import type { Scalar } from '@assay/core'

import type { Interval } from '../statistics/statistics.js'
import type { Comparison, JobCounts, RunStatus } from './report.js'
import type { EarlyStoppingSaving, Spending } from './spending-report.js'

/** One search: the chain of tuning jobs behind a tuning stage, or behind its cold control, read as one. */
export interface SearchAnalysis {
  /** `fine`, or `fine/cold`. */
  readonly ref: string
  readonly stage: string
  readonly strategy: 'bayesian' | 'random' | 'hyperband' | 'grid'
  readonly earlyStopping: boolean
  /** Over the whole chain. */
  readonly maximumTrials: number
  readonly maximumParallel: number
  /** `running` while any of its tuning jobs runs; `pending` if none exists yet; otherwise how the last one ended. */
  readonly status: RunStatus
  /** Stages whose results it waits for, if parts of it are not known yet. */
  readonly waitsFor: readonly string[]
  /** The tuning jobs in order; the second and later ones are children of those before. */
  readonly tuningJobs: readonly SearchedJob[]
  /** The searches that it started from; none for a search from scratch. */
  readonly parents: readonly ParentSearch[]
  readonly warmStart?: 'identical' | 'transfer'
  /** Trials, and those still to come. */
  readonly counts: JobCounts
  /** Those of `counts.stopped` that the tuner stopped because they did not look promising. */
  readonly stoppedEarly: number
  /** In the order of their creation. */
  readonly trials: readonly SearchTrial[]
  /** The completed trial with the best objective; the earlier of equal ones. */
  readonly best?: SearchTrial
  readonly spent: Spending
  /** Where it looked, one for each training definition. */
  readonly definitions: readonly SearchedDefinition[]
  /** Savings of early stopping, if a trial was stopped early. */
  readonly saved?: EarlyStoppingSaving
  /** Results of the best trials when trained again on fresh seeds. */
  readonly confirmation: Confirmation
}

/** One tuning job of a chain. */
export interface SearchedJob {
  readonly name: string
  readonly status: RunStatus
  readonly reason?: string
  readonly trials: number
  /** The number of its first trial in the chain. */
  readonly firstTrial: number
  /** From its creation to its end, or to the end of its last trial while it runs. */
  readonly wallSeconds: number
  readonly createdAt?: string
}

/** A search that another was warm-started from. Its trials are no trials of the child's. */
export interface ParentSearch {
  readonly tuningJob: string
  /** The search of this report that it belongs to, if any. */
  readonly ref?: string
  /** False if nothing is known of it. */
  readonly known: boolean
  readonly trials: number
  /** Of its completed trials. */
  readonly best?: number
  readonly spent: Spending
}

/** One trial, as the search saw it: trained with the reserved seed 0. */
export interface SearchTrial {
  /** 1 is the first of the chain. */
  readonly number: number
  readonly jobName: string
  readonly tuningJob: string
  /** The training definition, if there are several. */
  readonly definition?: string
  readonly status: RunStatus
  /** Stopped by the tuner because it did not look promising. */
  readonly stoppedEarly: boolean
  readonly reason?: string
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  /** The tuning score. A trial that was stopped has the last value it reached, which never counts as the best. */
  readonly objective?: number
  /** The best objective of this and all earlier completed trials. */
  readonly bestSoFar?: number
  /** From the start of the search to this trial's end; time in which no tuning job of the chain ran is left out. */
  readonly elapsedSeconds?: number
  /** Epochs that it trained. */
  readonly epochs?: number
  /** Spending of the search on trials when this one had ended. */
  readonly spentThen?: Spending
}

/** One training definition of a search. */
export interface SearchedDefinition {
  /** The search's ref, or `stage/variant`. */
  readonly ref: string
  readonly dimensions: readonly SearchDimension[]
  /** Hyperparameters whose range is not known yet. */
  readonly unknown: readonly string[]
  /** Hyperparameters that every trial shares. */
  readonly fixed: Readonly<Record<string, Scalar>>
  readonly importance: Importance
}

/** One hyperparameter and where the chain looked for it: the widest of the ranges that its tuning jobs had. */
export type SearchDimension =
  | {
      readonly name: string
      readonly kind: 'integer' | 'continuous'
      readonly scale: 'linear' | 'log' | 'reverse_log'
      readonly min: number
      readonly max: number
    }
  | { readonly name: string; readonly kind: 'categorical'; readonly values: readonly Scalar[] }

/** How much of the objective's variation over the search space each hyperparameter accounts for. */
export interface Importance {
  /** fANOVA (Hutter, Hoos and Leyton-Brown 2014) over a random forest; `none` if there are too few trials for it. */
  readonly method: 'fanova' | 'none'
  /** Completed trials with an objective. */
  readonly trials: number
  /** R² of the forest on trials that a tree has not seen; at 0 it predicts no better than the mean. */
  readonly fit?: number
  /** Most important first; empty if there are too few trials. */
  readonly rows: readonly ImportanceRow[]
  /** How the figures came about or why there are none, in sentences. */
  readonly note: string
}

/** One hyperparameter's share of the variance of the objective over the search space. */
export interface ImportanceRow {
  readonly name: string
  /** Its main effect alone: from 0 to 1. What is left of the sum to 1 is interaction. */
  readonly share: number
  /** 95 % percentiles over the forest's trees, each grown on a bootstrap sample of the trials. */
  readonly interval: Interval
}

/** The best trials of a search trained again, on seeds that the search has not seen. */
export interface Confirmation {
  /** The variant that they are compared with, on the same seeds. */
  readonly of?: string
  /** How many trials the file asks to confirm. */
  readonly wanted: number
  readonly rows: readonly ConfirmedTrial[]
  /** The one with the best confirmed mean. */
  readonly best?: string
  /** Did tuning help, in one word; `can't tell` until trials are confirmed on enough seeds. */
  readonly verdict: Comparison['verdict']
  /** Limits of the answer, in sentences. */
  readonly notes: readonly string[]
}

/** One trial trained again. */
export interface ConfirmedTrial {
  readonly ref: string
  /** The trial that it repeats. */
  readonly trial?: number
  /** The training definition of the trial, if there are several. */
  readonly definition?: string
  readonly tuningScore?: number
  /** Completed fresh seeds. */
  readonly seeds: number
  readonly confirmed?: number
  readonly interval?: Interval
  /** The tuning score's lead over the mean of `of` on the validation rows, which chose the trial. */
  readonly promised?: number
  /**
   * `promised` minus `improvement`, which the judging rows gave; without an `of` the tuning score minus the confirmed mean.
   * Above 0 is too good, whatever the goal.
   */
  readonly optimism?: number
  /** Where 95 % of single seeds' optimism lies if the tuning score is one more seed like the others (Student's t). */
  readonly optimismOfOneSeed?: Interval
  /** Over `of`, on the same seeds and the rows that judge. */
  readonly improvement?: number
  readonly improvementInterval?: Interval
  readonly adjustedP?: number
  readonly verdict: Comparison['verdict']
}

/** A search that the plan no longer needs. */
export interface RetiredSearch {
  readonly name: string
  readonly status: RunStatus
  /** The stage or arm that first needed it, as its tags say. */
  readonly ref?: string
  readonly trials: number
  readonly best?: number
}
