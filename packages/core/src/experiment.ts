/**
 * The experiment file as types: the language's one definition. The JSON Schema for editors and for validation is
 * generated from this file (`schemas/experiment.schema.json`); `docs/language.md` explains it with examples.
 *
 * Everything here is what the user wrote, after YAML and `extends`, before any default is filled in.
 */

/** One value of a hyperparameter. */
export type Scalar = string | number | boolean

/** Plain JSON, as YAML reads it. */
export type Json = Scalar | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * A percentage such as `30%`.
 * @pattern ^[0-9]+(\.[0-9]+)?%$
 */
export type Percentage = string

/**
 * A length of time such as `90s`, `30m`, `2h` or `1d`.
 * @pattern ^[0-9]+(\.[0-9]+)?(s|m|h|d)$
 */
export type Duration = string

/**
 * Where to find a stage, a variant or a job: `[file.yaml:]stage[/variant][/seed]`, `job:NAME`.
 * @pattern ^(job:[A-Za-z0-9-]+|([^:\s]+\.ya?ml:)?[a-z0-9][a-z0-9-]*(/[^/\s]+)*)$
 */
export type Ref = string

/**
 * An expression over hyperparameters: `$filters * 2 ^ index`.
 * @pattern \$|^[^$]*$
 */
export type Expression = string

/** The experiment file. */
export interface Experiment extends Recipe {
  /** The version of the language. */
  version: 1
  /**
   * The experiment's name: the prefix of every job's name.
   * @pattern ^[a-z0-9](-?[a-z0-9])*$
   * @maxLength 20
   */
  name: string
  /** The question the experiment answers, printed above its report. */
  question?: string
  /** Files this one starts from, relative to it: deep merge, lists replaced, `null` deletes. */
  extends?: string | string[]
  /** What is compared. */
  objective: Objective
  /** The steps of the experiment, by name, in the order they are reported. */
  stages: StageMap
  /** Statements that the report confirms or refutes. */
  claims?: Claim[]
  /** The most the whole experiment may use, earlier runs included. */
  budget?: Budget
  /** What to do when jobs fail. */
  on_failure?: OnFailure
  /** Endpoints to deploy, by name. */
  deploy?: Record<string, Deployment>
  /** Where it runs on AWS; never part of what it is. */
  aws?: Aws
  /** Tags put on every resource, beside assay's own. */
  tags?: Record<string, string>
}

/** What decides a job's result. The same keys in the file, in a stage and in a variant; later wins. */
export interface Recipe {
  /** The data: the name of a set, a path, an S3 URI, or a description. */
  data?: string | Data
  /** The model: a zoo entry or layers. */
  model?: Model
  /** A SageMaker built-in algorithm, `name@version`, instead of a model. */
  algorithm?: string
  /** A container of the user's own, instead of a model. */
  container?: Container
  /** Hyperparameters by name. */
  hyperparameters?: Hyperparameters
  /** Weights handed on from another job. */
  init_weights?: InitWeights | null
  /** What the jobs run on. */
  resources?: Resources
}

/**
 * Hyperparameters by name; `null` takes an inherited one away.
 * @propertyNames {"pattern": "^[a-z][a-z0-9_]*$"}
 */
export interface Hyperparameters {
  [name: string]: Scalar | null
}

/** What is compared, and which epoch of a job speaks for it. */
export interface Objective {
  /** The metric's name, for example `val_accuracy`. */
  metric: string
  /** Whether more is better. */
  goal: 'maximize' | 'minimize'
  /** The epoch that counts; every other metric is read at the same one. Default: last. */
  at?: 'best' | 'last'
  /**
   * A difference smaller than this is no difference. Default: 0.
   * @minimum 0
   */
  min_effect?: number
}

/** The data and how it is split. */
export interface Data {
  /** A set's name, a path relative to the file, or an S3 URI. */
  set?: string
  /** Input channels by name, instead of a set. */
  channels?: Record<string, string | Channel>
  /** The column to predict. */
  target?: string
  /** The columns to predict from. Default: all others. */
  features?: string[]
  /** How many past steps a forecast reads. */
  window?: number | Expression
  /** How many steps a forecast reaches ahead. */
  horizon?: number | Expression
  /** The share of the training rows to use, 0 to 1; nested, the same rows for every seed. Default: 1. */
  fraction?: number | Expression
  /** Which rows validate and which test. Default: what the set brings along, else 10 % each. */
  split?: Split
}

/** An input channel. */
export interface Channel {
  /** A path relative to the file, or an S3 URI. */
  uri: string
  /** The content type. */
  format?: string
  /** How SageMaker brings the data. Default: file. */
  mode?: 'file' | 'fast_file' | 'pipe'
  /** Whether each instance gets its own part. Default: false. */
  shard?: boolean
}

/** Which rows validate and which test. Its seed is its own: a training seed never moves a row. */
export interface Split {
  /** Rows, or a percentage of them. */
  validation?: number | Percentage
  /** Rows, or a percentage of them. */
  test?: number | Percentage
  /** How rows are picked. Default: stratified for classes, random otherwise. */
  by?: 'random' | 'stratified' | 'time'
  /** Default: 0. */
  seed?: number
}

/** The model: exactly one of `architecture` and `layers`. */
export interface Model {
  /** The name of a zoo entry. */
  architecture?: string
  /** The layers, first to last. */
  layers?: Layer[]
  /** Changes to single layers, by id, id glob, or layer type; `null` takes the layer away. */
  edit?: Record<string, null | Record<string, unknown>> | null
}

/**
 * One layer: an `id`, one Keras layer name with its arguments, and perhaps a condition. Which layer names there are,
 * and their arguments, is the model zoo's vocabulary.
 */
export interface Layer {
  /**
   * @pattern ^[a-z][a-z0-9_]*$
   */
  id?: string
  /** The layer is left out where this is false. */
  if?: Expression | boolean
  [layer: string]: unknown
}

/** A container of the user's own. */
export interface Container {
  image: string
  source?: string
  entry_point?: string
  environment?: Record<string, string>
  /** The hyperparameter that takes the seed. */
  seed?: string
  /** The command that stands for the image on the local target. */
  local?: string
  /** Metrics by name, with the regular expression that finds them in the log. */
  metrics?: Record<string, string | { regex: string; goal?: 'maximize' | 'minimize' }>
}

/** Weights handed on from another job. */
export interface InitWeights {
  from: Ref
  layers?: string[]
  freeze?: string[]
}

/** What the jobs run on. */
export interface Resources {
  instance_type?: string
  /** @minimum 1 */
  instance_count?: number
  /** @minimum 1 */
  volume_gb?: number
  max_runtime?: Duration
  /** Jobs side by side. @minimum 1 */
  max_parallel?: number
  /** Use Spot capacity and wait for it this long, training included. */
  spot?: Duration
}

/**
 * Stages by name.
 * @propertyNames {"pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "maxLength": 40}
 */
export interface StageMap {
  [name: string]: Stage
}

/** One step of the experiment: models to train, a search, or a batch prediction. */
export interface Stage extends Recipe {
  /** Default: train. */
  kind?: 'train' | 'tune' | 'transform'
  /** What it starts from and is compared with. Default: the file's own recipe. */
  of?: Ref | Ref[]
  /** How many seeds (1 … n), or which. Default: those of `of`, else 1. */
  seeds?: number | number[]
  /** Variants by name, each a change to the stage's recipe. */
  variants?: VariantMap
  /** Every combination of these hyperparameter values. */
  matrix?: Record<string, Scalar[]>
  /** Cells of the matrix to leave out; a partial cell leaves out all that match. */
  exclude?: Record<string, Scalar>[]
  /** Default: bayesian. */
  strategy?: 'bayesian' | 'random' | 'hyperband' | 'grid'
  /** @minimum 1 */
  max_trials?: number
  search_space?: Record<string, SearchRange>
  warm_start?: WarmStart
  early_stopping?: 'auto' | 'off'
  stop_when?: StopWhen
  search_seed?: number
  confirm?: number
  budget?: Budget
  /** The channel that a transform reads. */
  channel?: string
}

/**
 * Variants by name.
 * @propertyNames {"pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "maxLength": 40}
 */
export interface VariantMap {
  [name: string]: Variation | null
}

/** A change to the stage's recipe. */
export interface Variation extends Recipe {
  search_space?: Record<string, SearchRange>
}

/** Where a tuning job looks for a hyperparameter. */
export type SearchRange = NumericRange | CategoricalRange | NarrowedRange

/** A numeric range. */
export interface NumericRange {
  min: number
  max: number
  scale?: 'linear' | 'log' | 'reverse_log'
  type?: 'integer' | 'continuous'
}

/** A set of values. */
export interface CategoricalRange {
  values: Scalar[]
}

/** The parent's range, narrowed around its best. */
export interface NarrowedRange {
  narrow: Percentage
}

/** The tuning jobs whose memory a search starts from. */
export interface WarmStart {
  from: Ref[]
  narrow?: Percentage
  type?: 'identical' | 'transfer'
  control?: 'cold'
}

/** When a search may end before `max_trials`. */
export interface StopWhen {
  target?: number
  not_improving?: number
  converged?: boolean
}

/** A statement that the report confirms or refutes. */
export interface Claim {
  variant: Ref
  is: 'better' | 'worse' | 'equal'
  than: Ref
  by?: number
  metric?: string
}

/** The most that may be used. */
export interface Budget {
  /** Such as `40 USD`. */
  max_cost?: string
  max_time?: Duration
}

/** What to do when jobs fail. */
export interface OnFailure {
  /** Default: 0. */
  retry?: number
  /** Stop the stage when this share of its jobs has failed. */
  stop_after?: Percentage
}

/** An endpoint. */
export interface Deployment {
  model?: Ref
  instance_type?: string
  count?: number | [number, number]
  ttl?: Duration
  capture?: Percentage
  rollout?: unknown
  alarms?: unknown
  variants?: Record<string, { model: Ref; weight: number }>
}

/** Where it runs on AWS: never part of a job's identity. */
export interface Aws {
  role?: string
  region?: string
  bucket?: string
  image?: string
  vpc?: { subnets: string[]; security_groups: string[] }
  kms?: string
}
