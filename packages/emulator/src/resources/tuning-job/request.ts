/** The part of a CreateHyperParameterTuningJob request that this package reads. The rest passes through untouched. */
import type { Tag } from '../../state/tags.js'
import type { CreateTrainingJobRequest } from '../training-job/request.js'
import type { ParameterRanges } from '../../tuning/space/space.js'

/** Which metric is tuned, and in which direction. */
export interface TuningObjective {
  readonly Type: 'Minimize' | 'Maximize'
  readonly MetricName: string
}

/** The template of a tuning job's training jobs. */
export interface TrainingJobDefinition extends Omit<
  CreateTrainingJobRequest,
  'TrainingJobName' | 'HyperParameters' | 'Tags' | 'ServerlessJobConfig'
> {
  readonly DefinitionName?: string
  readonly TuningObjective?: TuningObjective
  readonly HyperParameterRanges?: Ranges
  readonly StaticHyperParameters?: Readonly<Record<string, string>>
  readonly HyperParameterTuningResourceConfig?: {
    readonly InstanceType?: string
    readonly InstanceCount?: number
    readonly VolumeSizeInGB?: number
    readonly VolumeKmsKeyId?: string
    readonly AllocationStrategy?: string
    readonly InstanceConfigs?: readonly {
      readonly InstanceType: string
      readonly InstanceCount: number
      readonly VolumeSizeInGB: number
    }[]
  }
}

/** ParameterRanges of the API. */
export interface Ranges extends ParameterRanges {
  readonly AutoParameters?: readonly unknown[]
}

/** HyperParameterTuningJobConfig of the API. */
export interface TuningConfig {
  readonly Strategy: 'Bayesian' | 'Random' | 'Hyperband' | 'Grid'
  readonly StrategyConfig?: {
    readonly HyperbandStrategyConfig?: { readonly MinResource?: number; readonly MaxResource?: number }
  }
  readonly HyperParameterTuningJobObjective?: TuningObjective
  readonly ResourceLimits: {
    readonly MaxNumberOfTrainingJobs?: number
    readonly MaxParallelTrainingJobs: number
    readonly MaxRuntimeInSeconds?: number
  }
  readonly ParameterRanges?: Ranges
  readonly TrainingJobEarlyStoppingType?: 'Off' | 'Auto'
  readonly TuningJobCompletionCriteria?: {
    readonly TargetObjectiveMetricValue?: number
    readonly BestObjectiveNotImproving?: { readonly MaxNumberOfTrainingJobsNotImproving?: number }
    readonly ConvergenceDetected?: { readonly CompleteOnConvergence?: 'Disabled' | 'Enabled' }
  }
  readonly RandomSeed?: number
}

/** WarmStartConfig of the API. */
export interface WarmStart {
  readonly ParentHyperParameterTuningJobs: readonly { readonly HyperParameterTuningJobName?: string }[]
  readonly WarmStartType: 'IdenticalDataAndAlgorithm' | 'TransferLearning'
}

/** A CreateHyperParameterTuningJob request that passed the model's constraints. */
export interface CreateTuningJobRequest {
  readonly HyperParameterTuningJobName: string
  readonly HyperParameterTuningJobConfig: TuningConfig
  readonly TrainingJobDefinition?: TrainingJobDefinition
  readonly TrainingJobDefinitions?: readonly TrainingJobDefinition[]
  readonly WarmStartConfig?: WarmStart
  readonly Tags?: readonly Tag[]
  readonly Autotune?: unknown
}

/** A definition with what it may have from the tuning job's configuration. */
export interface Definition {
  readonly definition: TrainingJobDefinition
  readonly objective: TuningObjective
  readonly ranges: Ranges
}

/** Returns a request's definitions, one or several, each with its objective and ranges. The request is valid already. */
export function definitionsOf(request: CreateTuningJobRequest): readonly Definition[] {
  const { HyperParameterTuningJobObjective, ParameterRanges = {} } = request.HyperParameterTuningJobConfig
  return trainingJobDefinitions(request).map((definition) => ({
    definition,
    objective: definition.TuningObjective ?? HyperParameterTuningJobObjective ?? { Type: 'Minimize', MetricName: '' },
    ranges: definition.HyperParameterRanges ?? ParameterRanges,
  }))
}

/** Returns the definitions as they are in the request. */
export function trainingJobDefinitions(request: CreateTuningJobRequest): readonly TrainingJobDefinition[] {
  return request.TrainingJobDefinitions ?? (request.TrainingJobDefinition ? [request.TrainingJobDefinition] : [])
}
