/** What a plan is: plain JSON, the same bytes for the same input. */

import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker'

import type { Scalar } from '../experiment.js'
import type { ResolvedLayer } from '../training-spec.js'

/** The whole plan of an experiment file. */
export interface Plan {
  readonly experiment: PlannedExperiment
  /** In the file's order. */
  readonly stages: readonly PlannedStage[]
  /** Each job once, in the order in which they are first needed. */
  readonly steps: readonly Step[]
}

/** What the report says about the experiment as a whole. */
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
  readonly kind: 'train'
  /** The variant that this stage's variants are compared with, as `stage[/variant]`. */
  readonly of?: string
  /** The matrix's axes, in the file's order. */
  readonly matrix?: readonly { readonly name: string; readonly values: readonly Scalar[] }[]
  readonly variants: readonly PlannedVariant[]
}

/** One model to compare, trained once for each seed. */
export interface PlannedVariant {
  /** `stage`, `stage/variant`, `stage/depth=2/filters=32`: unique in the plan. */
  readonly ref: string
  /** Position in the matrix, where there is one. */
  readonly cell?: Readonly<Record<string, Scalar>>
  /** Hyperparameters that this variant reads, defaults filled in. */
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  /** What differs from `of`, as short sentences such as `dropout: 0.25 → 0` or `flip removed`. */
  readonly changes: readonly string[]
  readonly model?: PlannedModel
  readonly runs: readonly PlannedRun[]
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
export interface Step {
  readonly operation: 'CreateTrainingJob'
  readonly input: CreateTrainingJobCommandInput
}
