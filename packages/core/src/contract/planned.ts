/** A plan: plain JSON, the same bytes for the same input. */

import type {
  CreateHyperParameterTuningJobCommandInput,
  CreateTrainingJobCommandInput,
} from '@aws-sdk/client-sagemaker'

import type { Scalar } from '../language/experiment.js'
import type { Cost } from '../base/money.js'
import type { ResolvedLayer } from './training-spec.js'

/** The whole plan of an experiment file. */
export interface Plan {
  readonly experiment: PlannedExperiment
  /** In the file's order. */
  readonly stages: readonly PlannedStage[]
  /** Each job once, in the order in which they are first needed. */
  readonly steps: readonly Step[]
  /** Parts that are known only when earlier tuning jobs have ended; none once they all have. */
  readonly deferred: readonly Deferred[]
  /** The most that the whole experiment may use. */
  readonly budget?: PlannedBudget
}

/** The most that may be used, earlier runs included. */
export interface PlannedBudget {
  readonly maximumCost?: Cost
  /** In which some job runs. */
  readonly maximumSeconds?: number
}

/** A part of the plan that waits for results. */
export interface Deferred {
  /** The arm, confirmed trial or variant, as the file would call it: `fine`, `coarse/best`, `after-tuning/wider`. */
  readonly ref: string
  readonly stage: string
  /** Tuning and training jobs that have to end first: each is in `steps`, has ended, or is itself deferred. */
  readonly after: readonly string[]
  /** Stages whose results are waited for, for people: "(known after coarse)". */
  readonly afterStages: readonly string[]
  /** How many training jobs it will start at most, trials included. */
  readonly jobs: number
}

/** The experiment as a whole, for the report. */
export interface PlannedExperiment {
  readonly name: string
  readonly question?: string
  /** SHA-256 of the resolved experiment. */
  readonly digest: string
  readonly objective: {
    readonly metric: string
    readonly goal: 'maximize' | 'minimize'
    readonly at: 'best' | 'last'
    readonly minEffect: number
  }
}

/** One stage with its variants. */
export interface PlannedStage {
  readonly name: string
  readonly kind: 'train' | 'tune'
  /** The variant that this stage's variants are compared with, as `stage[/variant]`. */
  readonly of?: string
  /** The matrix's axes, in the file's order. */
  readonly matrix?: readonly { readonly name: string; readonly values: readonly Scalar[] }[]
  /**
   * The models to compare. Of a tuning stage: the trials that are trained again (`confirm`), as `fine/top-1`,
   * `fine/top-2` … and `fine/cold/top-1` …, ranked by their tuning score; none before the search has ended.
   */
  readonly variants: readonly PlannedVariant[]
  /** Of a tuning stage: the warm arm, and the cold control if there is one. */
  readonly arms?: readonly PlannedArm[]
}

/** One search of a tuning stage: a chain of tuning jobs, each a child of those before it. */
export interface PlannedArm {
  /** The stage's name, or `stage/cold`. */
  readonly ref: string
  readonly strategy: 'bayesian' | 'random' | 'hyperband' | 'grid'
  /** The tuning jobs in order: those that exist and, last, the one to create. Empty while deferred. */
  readonly jobNames: readonly string[]
  /** Tuning jobs of other stages whose trials it starts from, in the file's order. */
  readonly parents: readonly string[]
  /** The refs of those parents, as the file writes them. */
  readonly parentRefs: readonly string[]
  readonly warmStart?: 'identical' | 'transfer'
  /** Over the whole chain. */
  readonly maximumTrials: number
  readonly maximumParallel: number
  /** The most that its budget lets its tuning jobs run in all. */
  readonly maximumSeconds?: number
  readonly earlyStopping: boolean
  /** How many of the best trials are trained again on fresh seeds. */
  readonly confirm: number
  /** One for each training definition; a single one has the stage's ref. */
  readonly definitions: readonly PlannedDefinition[]
  /** Stages whose results decide what is not known yet, such as a narrowed range. */
  readonly knownAfter: readonly string[]
}

/** The fixed values and the search space of one training definition. */
export interface PlannedDefinition {
  /** `stage` or `stage/variant`. */
  readonly ref: string
  /** Hyperparameters that every trial shares. */
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  /** Where the search looks; a range that waits for a parent is missing, and its name is in `unknown`. */
  readonly ranges: Readonly<Record<string, PlannedRange>>
  readonly unknown: readonly string[]
  /** The size of the model with the hyperparameters of the stage's own recipe. */
  readonly model?: PlannedModel
  /** Whose weights its trials start from, as the file says it. */
  readonly weightsFrom?: string
}

/** A range of one hyperparameter, in its own units. */
export type PlannedRange =
  | {
      readonly kind: 'integer' | 'continuous'
      readonly min: number
      readonly max: number
      readonly scale: 'linear' | 'log' | 'reverse_log'
    }
  | { readonly kind: 'categorical'; readonly values: readonly Scalar[] }

/** One model to compare, trained once for each seed. */
export interface PlannedVariant {
  /** `stage`, `stage/variant`, `stage/depth=2/filters=32`: unique in the plan. */
  readonly ref: string
  /** Position in the matrix, if there is one. */
  readonly cell?: Readonly<Record<string, Scalar>>
  /** The trial that is trained again: its job, and its training definition if there are several. */
  readonly repeats?: { readonly trial: string; readonly definition?: string }
  /** Hyperparameters that this variant reads, defaults filled in. */
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  /** Why its objective cannot be compared with that of `of`, as a sentence: another unit. Missing if it can. */
  readonly incomparable?: string
  /** The differences from `of`, as short phrases such as `dropout: 0.25 → 0` or `flip removed`. */
  readonly changes: readonly string[]
  readonly model?: PlannedModel
  readonly initWeights?: PlannedInitWeights
  readonly runs: readonly PlannedRun[]
}

/** The weights that a variant starts from, and the layers that are not trained. */
export interface PlannedInitWeights {
  /** As the file says it. */
  readonly from: string
  /** The layers that take weights; unknown if the donor is a job by its name. */
  readonly layers?: readonly string[]
  readonly freeze: readonly string[]
  readonly frozenParameters: number
}

/** A model's size, found without building it. */
export interface PlannedModel {
  readonly layers: readonly ResolvedLayer[]
  /** Output shape of each layer without the batch, and its parameters. */
  readonly summary: readonly {
    readonly id: string
    readonly type: string
    readonly outputShape: readonly number[]
    readonly parameters: number
  }[]
  readonly parameters: number
  /** Floating-point operations to infer one example; a multiply-add counts 2. */
  readonly flops: number
}

/** One seed of a variant and the job that answers it; two variants that are the same share the job. */
export interface PlannedRun {
  readonly seed: number
  readonly jobName: string
}

/** One request to SageMaker, exactly as it is sent. */
export type Step = TrainingStep | TuningStep

/** A training job to create. */
export interface TrainingStep {
  readonly operation: 'CreateTrainingJob'
  readonly input: CreateTrainingJobCommandInput
  /** The job whose weights this one starts from: it must have completed before. */
  readonly after?: string
}

/** A tuning job to create. */
export interface TuningStep {
  readonly operation: 'CreateHyperParameterTuningJob'
  readonly input: CreateHyperParameterTuningJobCommandInput
  /** The jobs whose weights its trials start from, one for each training definition that does: they must have completed. */
  readonly after?: readonly string[]
}

/** Returns the name of the job that a step creates. */
export function stepName(step: Step): string {
  return (
    (step.operation === 'CreateTrainingJob' ? step.input.TrainingJobName : step.input.HyperParameterTuningJobName) ?? ''
  )
}
