/** What a report says, as plain JSON: the source of its published JSON Schema. Every renderer reads this and no more. */

import type { Environment, Scalar } from '@assay/core'

import type { Estimate, Interval } from './analysis/statistics.js'
import type { RetiredSearch, SearchAnalysis, WarmStartAnalysis } from './search-report.js'

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
  readonly comparisons: readonly StageComparison[]
  /** Each search of the plan, cold controls included, in the plan's order. */
  readonly searches: readonly SearchAnalysis[]
  /** One for each search that was warm-started. */
  readonly warmStarts: readonly WarmStartAnalysis[]
  readonly matrices: readonly MatrixAnalysis[]
  /** In the leaderboard's order. */
  readonly learningCurves: readonly LearningCurve[]
  /** The best variant on the held-out rows, where its jobs wrote what they gave there. */
  readonly best?: BestModel
  /** Of all jobs, each once. */
  readonly time: ReportedTime
  readonly environments: readonly ReportedEnvironment[]
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

/** How a job stands. `failed` includes jobs that ended without a finite value of the objective. */
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
  /** What differs from the variant it is compared with. */
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

/** What one seed of a variant gave. */
export interface SeedResult {
  readonly seed: number
  readonly jobName: string
  readonly status: RunStatus
  readonly objective?: number
  /** Why it has no objective, where that is known. */
  readonly reason?: string
}

/** What a comparison comes to. `same jobs`: both variants are one model, and share its jobs. */
export type Verdict = 'better' | 'worse' | 'no difference' | "can't tell" | 'too few seeds' | 'same jobs' | 'no result'

/** A stage's variants, each compared with the stage's `of`. */
export interface StageComparison {
  readonly stage: string
  readonly of: string
  /** How many verdicts of this stage share the 5 % chance of a false one (Holm). */
  readonly family: number
  readonly rows: readonly Comparison[]
}

/** One variant against another. Differences point in the goal's direction: above 0 is better, whatever the goal. */
export interface Comparison {
  readonly ref: string
  readonly of: string
  /** `paired`: by seed, paired t test. `welch`: the two have no seed in common. `none`: nothing to compare. */
  readonly method: 'paired' | 'welch' | 'none'
  /** Pairs (paired), or seeds of the side that has fewer (welch). */
  readonly n: number
  readonly improvement?: number
  /** 95 %, for this comparison alone. */
  readonly interval?: Interval
  /** Two-sided, for this comparison alone. */
  readonly p?: number
  /** Adjusted for the number of comparisons in the stage by Holm's method. */
  readonly adjustedP?: number
  readonly verdict: Verdict
  readonly pairs: readonly SeedPair[]
  /** What limits this comparison, in sentences. */
  readonly notes: readonly string[]
}

/** One seed under both variants. */
export interface SeedPair {
  readonly seed: number
  readonly variant: number
  readonly of: number
  /** Positive where the variant is better. */
  readonly improvement: number
}

/** What a matrix of hyperparameters shows. */
export interface MatrixAnalysis {
  /** The stage, or `stage/variant` where a stage crosses variants with a matrix. */
  readonly ref: string
  readonly axes: readonly MatrixAxis[]
  readonly cells: readonly MatrixCell[]
  readonly interactions: readonly Interaction[]
  /** Cells of the full grid that the file excludes. */
  readonly excluded: number
}

/** One hyperparameter of a matrix, and the mean objective at each of its values. */
export interface MatrixAxis {
  readonly name: string
  readonly levels: readonly { readonly value: Scalar; readonly objective?: Estimate }[]
  /** Largest level mean minus the smallest. */
  readonly range?: number
  /**
   * `balanced`: every cell counts. `matched`: only those settings of the other axes that were run at every level count.
   * `unmatched`: there is no such setting, so levels are averaged over different ones and are not comparable.
   */
  readonly method: 'balanced' | 'matched' | 'unmatched' | 'none'
  /** How the figures came about, in a sentence. */
  readonly note: string
}

/** One cell of a matrix. */
export interface MatrixCell {
  readonly ref: string
  readonly values: Readonly<Record<string, Scalar>>
  readonly objective?: Estimate
}

/** How far two axes do not simply add up: the cell that departs most from row plus column. */
export interface Interaction {
  readonly axes: readonly [string, string]
  readonly cell: readonly [Scalar, Scalar]
  /** Mean objective of the cell minus what the two main effects alone would give. */
  readonly departure: number
  /** 95 % for all cells of this pair together (Bonferroni); needs two seeds. */
  readonly interval?: Interval
}

/** One metric of one variant by epoch. */
export interface LearningCurve {
  readonly ref: string
  readonly metric: string
  readonly points: readonly { readonly epoch: number; readonly value: Estimate }[]
  /** The epochs that were kept, by seed. */
  readonly selectedEpochs: readonly number[]
}

/** The best variant on the held-out rows. Validation picked it; test rows had no say. */
export interface BestModel {
  readonly ref: string
  /** The seeds that are summed. */
  readonly seeds: readonly number[]
  /** Of a classifier, the seeds added up. */
  readonly validation?: ClassResults
  /** Of a classifier, the seeds added up. */
  readonly test?: ClassResults
  /** Every metric of each part, those that SageMaker is not told included. */
  readonly metrics: {
    readonly validation?: Readonly<Record<string, Estimate>>
    readonly test?: Readonly<Record<string, Estimate>>
  }
  /** Of the test part, or of validation where there is no test. */
  readonly calibration?: CalibrationResult
  /** Of the test part, or of validation where there is no test: the surest first, at most 20. */
  readonly mistakes?: readonly MistakenRow[]
}

/** How sure the best variant was of its predictions beside how often they were right. */
export interface CalibrationResult {
  readonly part: 'validation' | 'test'
  /** Expected calibration error, over seeds. */
  readonly error: Estimate
  /** All seeds' predictions together, by the probability of the predicted class. */
  readonly bins: readonly {
    readonly from: number
    readonly to: number
    readonly predictions: number
    readonly accuracy: number
    /** The mean of the bin. */
    readonly probability: number
  }[]
}

/** A held-out row that seeds of the best variant got wrong and were sure of. */
export interface MistakenRow {
  readonly part: 'validation' | 'test'
  /** The row in its channel. */
  readonly index: number
  readonly label: string
  /** What the surest seed took it for, and how sure it was. */
  readonly predicted: string
  readonly probability: number
  /** Seeds that have this row among their most confident mistakes. */
  readonly seeds: readonly number[]
  /** The row as a PNG, `data:image/png;base64,…`, where it is an image. */
  readonly image?: string
}

/** Results by class, counted over all seeds. */
export interface ClassResults {
  /** Sum of `confusion`: each held-out row counts once for each seed. */
  readonly predictions: number
  readonly accuracy: number
  readonly classes: readonly ClassResult[]
  /** Rows are true classes, columns predicted ones. */
  readonly confusion: readonly (readonly number[])[]
}

/** One class. A ratio without a denominator is 0. */
export interface ClassResult {
  readonly name: string
  readonly support: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
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
