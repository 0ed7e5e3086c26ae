/**
 * The training spec: what a training job gets beside its hyperparameters. It is the contract between planning and the
 * container.
 *
 * The model travels as a *template* (its `$` expressions unevaluated) so that a tuning job, whose hyperparameters
 * SageMaker chooses, and a plain job use the same encoding. `hyperparameters.ts` writes it into hyperparameters and
 * reads it back.
 */

import type { Json } from '../language/experiment.js'

export interface TrainingSpec {
  readonly layers: readonly LayerTemplate[]
  readonly data: DataSpec
  readonly objective: { readonly metric: string; readonly goal: 'maximize' | 'minimize'; readonly at: 'best' | 'last' }
  /** Each user hyperparameter's type: SageMaker makes every value a string. */
  readonly types: Readonly<Record<string, HyperparameterType>>
  /** If the job has a channel `init_weights`: which layers it takes from there, and which it does not train. */
  readonly init?: InitSpec
}

/** How handed-on weights are used, as globs over ids of layers. */
export interface InitSpec {
  /** Default: every layer whose id, type and weight shapes match. */
  readonly layers?: readonly string[]
  readonly freeze?: readonly string[]
}

/** The type of a hyperparameter's value. */
export type HyperparameterType = 'integer' | 'number' | 'string' | 'boolean'

/**
 * A layer as a template. `type` is a Keras layer name in snake case, or `repeat`, `residual`, `branch`. Any string in
 * `args` that contains `$`, and `if`, is an expression. Nested layers are in `args.layers` (repeat, residual,
 * bidirectional), `args.shortcut` (residual) and `args.branches` (branch: a list of lists).
 */
export interface LayerTemplate {
  readonly id: string
  readonly type: string
  readonly args: Readonly<Record<string, TemplateValue>>
  readonly if?: string | boolean
}

/** A template argument: JSON, or nested layers. */
export type TemplateValue = Json | readonly LayerTemplate[] | readonly (readonly LayerTemplate[])[]

/**
 * A layer with every expression evaluated, `repeat` unrolled and `if` decided. Ids are unique: those inside a repeat
 * read `blocks_0_conv`, `blocks_1_conv`. Nested layers remain only in residual, branch and wrappers.
 */
export interface ResolvedLayer {
  readonly id: string
  readonly type: string
  readonly args: Readonly<Record<string, ResolvedValue>>
}

/** A resolved argument: JSON, or nested resolved layers. */
export type ResolvedValue = Json | readonly ResolvedLayer[] | readonly (readonly ResolvedLayer[])[]

/** What the container reads from its channels, and how it splits them. */
export interface DataSpec {
  /** The file format of the channels: `train`, and `validation` and `test` if the data has them. */
  readonly format: DataFormat
  /** The column to predict (csv). */
  readonly target?: string
  /** The columns to predict from (csv). */
  readonly features?: readonly string[]
  /** The share of the training rows to use: a number or an expression. Nested and independent of the training seed. */
  readonly fraction: number | string
  /** For a series, the past steps that a forecast reads: a number or an expression, as the two below. */
  readonly window?: number | string
  /** Steps that a forecast predicts. Default: 1. */
  readonly horizon?: number | string
  /** Steps after which the series repeats itself. Default: 1. */
  readonly season?: number | string
  /** How missing cells are handled. Default: refuse. */
  readonly missing?: MissingValues
  /** Rows (an integer) or a share such as `15%`, of the part's own channel if the data has one. */
  readonly split: {
    readonly validation?: number | string
    readonly test?: number | string
    readonly by: 'random' | 'stratified' | 'time'
    readonly seed: number
  }
}

/** Ways to handle missing cells. */
export type MissingValues = 'refuse' | 'drop' | 'mean' | 'median' | 'most_frequent'

/** File formats the container reads. */
export type DataFormat = 'idx' | 'cifar10' | 'image-folder' | 'text-folder' | 'csv' | 'tfrecord' | 'recordio-protobuf'

/** Facts about a data set before training, from a look at its files at the edge. */
export interface DataSummary {
  readonly name: string
  readonly format: DataFormat
  /** The task, and so the default loss and metrics. */
  readonly task: 'classification' | 'regression'
  /**
   * One example's shape without the batch: `[height, width, channels]` or `[features]`; for a series, that of one step; for
   * texts, `[]`.
   */
  readonly inputShape: readonly number[]
  /** The number of classes; 1 for regression. */
  readonly classes: number
  readonly classNames: readonly string[]
  /** Steps after which a series repeats itself, if known. */
  readonly season?: number
  /** Rows in each channel's files, before any split. */
  readonly rows: { readonly train: number; readonly validation?: number; readonly test?: number }
  /** SHA-256 over the files' names, sizes and contents. */
  readonly digest: string
  /** Channel name → URI (`s3://…`) that jobs read from. */
  readonly channels: Readonly<Record<string, string>>
}

/** A column of a table, with its inferred type. */
export interface ColumnDescription {
  readonly name: string
  /** `mixed`: nearly all cells are numbers, so that the others are mistakes. */
  readonly kind: 'number' | 'category' | 'text' | 'mixed' | 'empty'
  /** The number of missing cells. */
  readonly missing: number
  /** The number of different values. */
  readonly distinct: number
  /** Of the numbers. */
  readonly range?: readonly [smallest: number, largest: number]
  /** The first few categories, in the order of their codes; for texts, the beginning of the first. */
  readonly examples?: readonly string[]
  /** The replacement of missing cells, if there are any. */
  readonly imputed?: MissingValues
  /** The first cell that training would refuse, as `file:line:column "text"`. */
  readonly refused?: string
}
