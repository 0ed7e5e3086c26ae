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
 * A percentage such as `30%` or `30 %`.
 * @pattern ^[0-9]+(\.[0-9]+)? ?%$
 */
export type NarrowedShare = string

/**
 * A length of time such as `90s`, `30m`, `2h` or `1d`.
 * @pattern ^[0-9]+(\.[0-9]+)?(s|m|h|d)$
 */
export type Duration = string

/**
 * A reference to a stage, a variant or a job such as `baseline`, `ablations/tanh` or `job:my-job`:
 * `[file.yaml:]stage[/variant][/seed]`.
 * @pattern ^(job:[A-Za-z0-9-]+|([^:\s]+\.ya?ml:)?[a-z0-9][a-z0-9-]*(/[^/\s]+)*)$
 */
export type Ref = string

/**
 * An expression over hyperparameters such as `$filters * 2 ^ index`.
 * @maxLength 200
 */
export type Expression = string

/**
 * A whole number from 1.
 * @asType integer
 * @minimum 1
 */
export type Count = number

/**
 * A whole number from 0.
 * @asType integer
 * @minimum 0
 */
export type Natural = number

/**
 * A whole number from 0 to 2147483647.
 * @asType integer
 * @minimum 0
 * @maximum 2147483647
 */
export type SearchSeed = number

/**
 * A name of lower-case letters, digits and single hyphens, at most 20 characters, such as `cifar10-cnn`.
 * @pattern ^[a-z0-9](-?[a-z0-9])*$
 * @maxLength 20
 */
export type ExperimentName = string

/**
 * A number above 0 and at most 1.
 * @exclusiveMinimum 0
 * @maximum 1
 */
export type Fraction = number

/**
 * An amount of money such as `40 USD`.
 * @pattern ^[0-9]+(\.[0-9]+)? [A-Z]{3}$
 */
export type Money = string

/**
 * The id of a layer: lower-case letters, digits and underscores, such as `conv_1`.
 * @pattern ^[a-z][a-z0-9_]*$
 * @maxLength 60
 */
export type LayerId = string

/**
 * An instance type such as `ml.g4dn.xlarge`.
 * @pattern ^ml\.[a-z0-9-]+\.[a-z0-9]+$
 */
export type InstanceType = string

/**
 * The ARN of a role such as `arn:aws:iam::123456789012:role/assay`.
 * @pattern ^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$
 */
export type RoleArn = string

/**
 * A region such as `eu-west-1`.
 * @pattern ^[a-z]{2,4}(-[a-z]+)+-[0-9]+$
 */
export type Region = string

/**
 * The name of a bucket, without `s3://`, such as `my-experiments`.
 * @pattern ^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$
 */
export type Bucket = string

/** The experiment file. */
export interface Experiment extends Recipe {
  /** The version of the language. */
  version: 1
  /** The experiment's name: the prefix of every job's name. */
  name: ExperimentName
  /** The question the experiment answers, printed above its report. */
  question?: string
  /** Files this one starts from, relative to it: deep merge, lists replaced, `null` deletes. */
  extends?: string | string[]
  /** The metric by which models are compared. */
  objective: Objective
  /** The steps of the experiment, by name, in the order they are reported. */
  stages: StageMap
  /** Statements that the report confirms or refutes. */
  claims?: Claim[]
  /** The most the whole experiment may use, earlier runs included. */
  budget?: Budget
  /** Reaction to failed jobs. */
  on_failure?: OnFailure
  /** Endpoints to deploy, by name. */
  deploy?: Record<string, Deployment>
  /** Where it runs on AWS; never part of what it is. */
  aws?: Aws
  /** Tags put on every resource, beside assay's own. */
  tags?: Record<string, string>
}

/** Everything that decides a job's result. The same keys in the file, in a stage and in a variant; later wins. */
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
  /** The machines that jobs run on. */
  resources?: Resources
}

/**
 * Hyperparameters by name; `null` takes an inherited one away.
 * @propertyNames {"pattern": "^[a-z][a-z0-9_]*$", "maxLength": 60, "description": "The name of a hyperparameter: lower-case letters, digits and underscores, such as `learning_rate`."}
 */
export interface Hyperparameters {
  [name: string]: Scalar | null
}

/** The metric by which models are compared, and the epoch of a job that counts. */
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

/** The data and how it is split; `null` takes away what is inherited. */
export interface Data {
  /** A set's name, a path relative to the file, or an S3 URI. */
  set?: string
  /** Training data and perhaps `validation` and `test`, given one by one instead of a set. */
  channels?: Record<string, string | Channel>
  /** The column to predict. */
  target?: string | null
  /** The columns to predict from. Default: all others; of a series none but the target's own past. */
  features?: string[] | null
  /** How many past steps a forecast reads. The table is then a series, its rows in the order of time. */
  window?: Count | Expression | null
  /** How many steps a forecast gives: those that follow the window. Default: 1. */
  horizon?: Count | Expression | null
  /**
   * Steps after which the series repeats itself, such as 7 of days: MASE compares with the value of one season before.
   * Default: that of a set which is known to have one, else 1.
   */
  season?: Count | Expression | null
  /**
   * Cells without a value: an error, the row left out, or a value of the training rows in their place
   * (mean and median are of numbers; categories get the most frequent). Default: refuse.
   */
  missing?: 'refuse' | 'drop' | 'mean' | 'median' | 'most_frequent' | null
  /** The share of the training rows to use, 0 to 1 or a percentage; nested, the same rows for every seed. Default: 1. */
  fraction?: Fraction | Expression | null
  /** Which rows validate and which test. Default: what the set brings along, else 10 % each. */
  split?: Split | null
}

/** An input channel. */
export interface Channel {
  /** A path relative to the file, or an S3 URI. */
  uri: string
  /** `csv`, `tfrecord`, `recordio-protobuf` …, or its content type such as `text/csv`. Default: found out by the files. */
  format?: string
  /** How SageMaker brings the data. Default: file. */
  mode?: 'file' | 'fast_file' | 'pipe'
  /** Whether each instance gets its own part. Default: false. */
  shard?: boolean
}

/** Which rows validate and which test. Its seed is its own: a training seed never moves a row. */
export interface Split {
  /** Rows, or a percentage of them. */
  validation?: Natural | Percentage
  /** Rows, or a percentage of them. */
  test?: Natural | Percentage
  /** How rows are picked. Default: time for a series, stratified for classes, random otherwise. */
  by?: 'random' | 'stratified' | 'time'
  /** Default: 0. */
  seed?: Natural
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
  /** Its name in edits and errors. Default: the layer's type, numbered from the second. */
  id?: LayerId
  /** The layer is left out if this is false. */
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
  /** The command that runs instead of the image on the local target. */
  local?: string
  /** Metrics by name, with the regular expression that finds them in the log. */
  metrics?: Record<string, string | { regex: string; goal?: 'maximize' | 'minimize' }>
}

/** Weights handed on from another job. */
export interface InitWeights {
  /** A variant, of the same seed, else of its best; `stage/variant/3` says a seed; a search, its best trial; `job:NAME` a job. */
  from: Ref
  /** Globs over ids of layers. Default: every layer whose id, type and weight shapes match. */
  layers?: string[] | null
  /** Globs over ids of layers that are not trained. */
  freeze?: string[] | null
}

/** The machines that jobs run on. */
export interface Resources {
  /** Default: ml.m5.xlarge. */
  instance_type?: InstanceType
  /** Instances of one job. Default: 1. */
  instance_count?: Count
  /** The size of each instance's volume in GB. Default: 30. */
  volume_gb?: Count
  /** The longest a job may train. Default: what SageMaker sets, 1d. */
  max_runtime?: Duration
  /** Jobs side by side. */
  max_parallel?: Count
  /** Use Spot capacity and wait for it this long, training included. */
  spot?: Duration
}

/**
 * Stages by name.
 * @propertyNames {"pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "maxLength": 40, "description": "A name of lower-case letters, digits and hyphens, at most 40 characters, such as `no-dropout`."}
 */
export interface StageMap {
  [name: string]: Stage
}

/** One step of the experiment: models to train, a search, or a batch prediction. */
export interface Stage extends Recipe {
  /** Default: train. */
  kind?: 'train' | 'tune' | 'transform'
  /** The variant it starts from and is compared with. Default: the file's own recipe. */
  of?: Ref | Ref[]
  /** How many seeds (1 … n), or which. Default: those of `of`, else 1. */
  seeds?: Count | Count[]
  /** Variants by name, each a change to the stage's recipe. */
  variants?: VariantMap
  /** Every combination of these hyperparameter values. */
  matrix?: Record<string, Scalar[]>
  /** Cells of the matrix to leave out; a partial cell leaves out all that match. */
  exclude?: Record<string, Scalar>[]
  /** Default: bayesian. */
  strategy?: 'bayesian' | 'random' | 'hyperband' | 'grid'
  /** How many jobs the search may train. */
  max_trials?: Count
  /** Where the search looks. Default: the first parent's. */
  search_space?: Record<string, SearchRange>
  warm_start?: WarmStart
  early_stopping?: 'auto' | 'off'
  stop_when?: StopWhen
  /** Makes the search itself repeatable. */
  search_seed?: SearchSeed
  /** How many of the best are trained again, on the seeds of `of`. Default: 0. */
  confirm?: Natural
  /** The most that the search may use, and its cold control again, from its first tuning job on. */
  budget?: Budget
  /** The channel that a transform reads. */
  channel?: string
}

/**
 * Variants by name.
 * @propertyNames {"pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "maxLength": 40, "description": "A name of lower-case letters, digits and hyphens, at most 40 characters, such as `no-dropout`."}
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
  narrow: NarrowedShare
}

/** The tuning jobs whose memory a search starts from. */
export interface WarmStart {
  from: Ref[]
  narrow?: NarrowedShare
  type?: 'identical' | 'transfer'
  control?: 'cold'
}

/** When a search may end before `max_trials`. */
export interface StopWhen {
  target?: number
  not_improving?: Count
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

/** The most that may be used: SageMaker ends no job for it, so that none is started that might take more than is left. */
export interface Budget {
  /** Such as `40 USD`. */
  max_cost?: Money
  /** The time in which some job runs. */
  max_time?: Duration
}

/** Reaction to failed jobs. */
export interface OnFailure {
  /** Default: 0. */
  retry?: Natural
  /** Stop the stage when this share of its jobs has failed. */
  stop_after?: Percentage
}

/** An endpoint. */
export interface Deployment {
  model?: Ref
  instance_type?: InstanceType
  count?: Natural | [Natural, Natural]
  ttl?: Duration
  capture?: Percentage
  rollout?: unknown
  alarms?: unknown
  variants?: Record<string, { model: Ref; weight: number }>
}

/** Where it runs on AWS: never part of a job's identity. */
export interface Aws {
  /** The role that the jobs take on. */
  role?: RoleArn
  region?: Region
  /** Where data, models and results are kept. */
  bucket?: Bucket
  image?: string
  vpc?: { subnets: string[]; security_groups: string[] }
  kms?: string
  /** Price of one instance hour, by type; takes precedence over the list that comes with assay. */
  prices?: PriceMap
}

/**
 * Prices of an hour by instance type.
 * @propertyNames {"pattern": "^ml\\.[a-z0-9-]+\\.[a-z0-9]+$", "description": "An instance type such as `ml.g4dn.xlarge`."}
 */
export interface PriceMap {
  [instanceType: string]: Money
}
