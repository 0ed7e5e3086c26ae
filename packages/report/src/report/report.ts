/** A report, as plain JSON: the source of its published JSON Schema. Every renderer reads this and no more. */

import type { Environment, Scalar } from '@assay/core'

import type { Needed } from '../statistics/sample-size.js'
import type { Estimate, Interval } from '../statistics/statistics.js'
import type { BestModel } from './best-model-report.js'
import type { MatrixAnalysis } from './matrix-report.js'
import type { RetiredSearch, SearchAnalysis } from './search-report.js'
import type { ReportedCost } from './spending-report.js'
import type { WarmStartAnalysis } from './warm-start-report.js'

/** Everything found out about an experiment. */
export interface Report {
  /** Raised when a reader of the JSON would have to change. */
  readonly reportVersion: 1
  readonly experiment: ReportedExperiment
  readonly objective: ReportedObjective
  /** The outcome in plain sentences, made from the figures below. */
  readonly answer: readonly string[]
  /** Jobs that the plan needs, each once, by how they stand. */
  readonly progress: JobCounts
  /** Ranked variants first, then those without a result, in the plan's order. */
  readonly leaderboard: readonly LeaderboardRow[]
  /** Variants that no other is better than, the best first; empty if fewer than two have enough seeds. */
  readonly contenders: readonly string[]
  readonly comparisons: readonly StageComparison[]
  /** How many tests share each 5 % chance of a false verdict. */
  readonly families: {
    readonly comparisons: number
    readonly equivalence: number
    readonly atLeast: number
  }
  /** Each search of the plan, cold controls included, in the plan's order. */
  readonly searches: readonly SearchAnalysis[]
  /** One for each search that was warm-started. */
  readonly warmStarts: readonly WarmStartAnalysis[]
  readonly matrices: readonly MatrixAnalysis[]
  /** In the leaderboard's order. */
  readonly learningCurves: readonly LearningCurve[]
  /** The best variant on the held-out rows, if its jobs wrote an evaluation. */
  readonly best?: BestModel
  /** Of all jobs, each once. */
  readonly time: ReportedTime
  /** If prices are known. */
  readonly cost?: ReportedCost
  readonly environments: readonly ReportedEnvironment[]
  /** Validation and test rows that are training rows too, if any. */
  readonly leakage: readonly ReportedLeakage[]
  /** One row for each job that the plan needs, in the plan's order; trials stand last. */
  readonly jobs: readonly JobRow[]
  /** Jobs of this experiment that the file no longer asks for. Never ranked. Trials are no such jobs. */
  readonly retired: readonly RetiredJob[]
  /** Tuning jobs of this experiment that the file no longer asks for and nothing was warm-started from. */
  readonly retiredSearches: readonly RetiredSearch[]
}

/** Which experiment this is, and how it was run. */
export interface ReportedExperiment {
  readonly name: string
  readonly question?: string
  /** SHA-256 of the resolved experiment. */
  readonly digest: string
  /** The experiment file as it was given on the command line. */
  readonly file?: string
  /** Where the jobs ran: `local` or `aws`. */
  readonly target: string
  /** The git commit of the experiment file. */
  readonly commit?: string
  /** Every `--set` of the command line. */
  readonly setOverrides: readonly string[]
}

/** By which metric models are compared. */
export interface ReportedObjective {
  readonly metric: string
  readonly goal: 'maximize' | 'minimize'
  /** The epoch whose value counts. */
  readonly at: 'best' | 'last'
  /** A difference that lies within plus or minus this is no difference. */
  readonly minEffect: number
}

/** The state of a job. `failed` includes jobs that ended without a finite value of the objective. */
export type RunStatus = 'completed' | 'failed' | 'stopped' | 'running' | 'pending'

/** How many jobs stand how. */
export type JobCounts = Readonly<Record<RunStatus, number>>

/** One variant over its seeds. */
export interface LeaderboardRow {
  /** 1 is the best mean objective; equal means share a rank. Absent without any completed seed, and with `rankedAs`. */
  readonly rank?: number
  readonly ref: string
  readonly stage: string
  /** Over the completed seeds. */
  readonly objective?: Estimate
  /** Every other metric, read at the objective's epoch. */
  readonly metrics: Readonly<Record<string, Estimate>>
  readonly counts: JobCounts
  readonly seeds: readonly SeedResult[]
  /** The differences from the variant it is compared with. */
  readonly changes: readonly string[]
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  /** Trainable and other weights of the model. */
  readonly parameters?: number
  /** Floating-point operations to infer one example. */
  readonly flops?: number
  /** Variants whose jobs are these very jobs: the same model, trained once. */
  readonly sameJobsAs: readonly string[]
  /** The one of `sameJobsAs` that has most seeds, and the rank of both. */
  readonly rankedAs?: string
  /** Of its seeds together; jobs that it shares with another variant count in both. */
  readonly time: ReportedTime
  /** The command that gives this row again. */
  readonly reproduce: string
}

/** The result of one seed of a variant. */
export interface SeedResult {
  readonly seed: number
  readonly jobName: string
  readonly status: RunStatus
  readonly objective?: number
  /** Why it has no objective, if known. */
  readonly reason?: string
}

/**
 * The outcome of a comparison. `better by at least` and `worse by at least` mean by `min_effect` or more. `not comparable`: the
 * two objectives have different units or rows. `same jobs`: both variants are one model, and share its jobs.
 */
export type Verdict =
  | 'better by at least'
  | 'better'
  | 'worse'
  | 'worse by at least'
  | 'no difference'
  | "can't tell"
  | 'not comparable'
  | 'too few seeds'
  | 'same jobs'
  | 'no result'

/** A stage's variants, each compared with the stage's `of`. */
export interface StageComparison {
  readonly stage: string
  readonly of: string
  /** How many comparisons of the report share the 5 % chance of a false verdict (Holm). */
  readonly family: number
  readonly rows: readonly Comparison[]
}

/** One variant against another. Differences point in the goal's direction: above 0 is better, whatever the goal. */
export interface Comparison {
  readonly ref: string
  readonly of: string
  /** `paired`: by seed. `welch`: unpaired, because the two have no seed in common. `none`: nothing to compare. */
  readonly method: 'paired' | 'welch' | 'none'
  /** Pairs (paired), or seeds of the side that has fewer (welch). */
  readonly n: number
  readonly improvement?: number
  /** The rows that judged; `rows`: how many (groups count once), if the jobs left predictions on them. */
  readonly judgedOn: { readonly part: 'test' | 'validation'; readonly rows?: number }
  /** Of the test, at `level`: it excludes 0 exactly if the verdict is better or worse; beside `no difference` it lies within ± `min_effect`. */
  readonly interval?: Interval
  /** The level of `interval`: 0.95 for a family of one, more if the family is larger. */
  readonly level?: number
  /** Half-widths of `interval` from seeds alone and from rows alone: total² = seeds² + rows². */
  readonly spread?: { readonly seeds: number; readonly rows?: number }
  /** 95 %, for this comparison alone. */
  readonly unadjusted?: Interval
  /** Two-sided, for this comparison alone. */
  readonly p?: number
  /** Adjusted for all comparisons of the report by Holm's method. */
  readonly adjustedP?: number
  readonly verdict: Verdict
  /** With `min_effect`: what would find a difference of that size with 80 % probability. */
  readonly needed?: Needed
  /** Without `min_effect`: the smallest difference that these seeds and rows find with 80 % probability. */
  readonly detectable?: number
  readonly pairs: readonly SeedPair[]
  /** Whether the two were validated on rows that are not the same, as far as their jobs say. */
  readonly otherRows?: boolean
  /** Limits of this comparison, in sentences. */
  readonly notes: readonly string[]
}

/** One seed under both variants. */
export interface SeedPair {
  readonly seed: number
  readonly variant: number
  readonly of: number
  /** Positive if the variant is better. */
  readonly improvement: number
}

/** One metric of one variant by epoch. */
export interface LearningCurve {
  readonly ref: string
  readonly metric: string
  readonly points: readonly { readonly epoch: number; readonly value: Estimate }[]
  /** The epochs that were kept, by seed. */
  readonly selectedEpochs: readonly number[]
}

/** Machine time. */
export interface ReportedTime {
  readonly trainingSeconds: number
  readonly billableSeconds: number
}

/** A machine and its software, and how many jobs ran on it. */
export interface ReportedEnvironment extends Pick<
  Environment,
  'backend' | 'trainerVersion' | 'node' | 'packages' | 'platform' | 'cpu'
> {
  readonly instanceType?: string
  readonly jobs: number
}

/** Held-out rows that are training rows too, in the job that has the greatest share of them. */
export interface ReportedLeakage {
  readonly part: 'validation' | 'test'
  readonly rows: number
  /** All rows of the part. */
  readonly of: number
  /** How many jobs have any. */
  readonly jobs: number
  /** How many jobs counted them. */
  readonly jobsCounted: number
}

/** One job. */
export interface JobRow {
  readonly name: string
  readonly status: RunStatus
  readonly reason?: string
  /** Every variant whose result it is; none for a trial. */
  readonly variants: readonly string[]
  /** Of a trial: the search, and its number there. */
  readonly trial?: { readonly search: string; readonly number: number; readonly stoppedEarly: boolean }
  readonly seed: number
  readonly objective?: number
  readonly metrics: Readonly<Record<string, number>>
  /** The hyperparameters that the first of its variants reads. */
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  readonly selectedEpoch?: number
  readonly trainingSeconds?: number
  readonly billableSeconds?: number
  readonly instanceType?: string
  readonly createdAt?: string
  readonly endedAt?: string
  readonly modelUri?: string
}

/** A job that the plan no longer needs. */
export interface RetiredJob {
  readonly name: string
  readonly status: RunStatus
  /** The variant that first needed it, as its tags say. */
  readonly variant?: string
  readonly seed?: number
  readonly objective?: number
}
