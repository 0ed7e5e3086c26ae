/** The part of a CreateTrainingJob request that this package reads. The rest passes through untouched. */
import type { MetricDefinition } from '../../processes/metrics.js'
import type { Tag } from '../../state/tags.js'

/** One input channel. */
export interface Channel {
  readonly ChannelName: string
  readonly DataSource: {
    readonly S3DataSource?: {
      readonly S3DataType: string
      readonly S3Uri: string
      readonly S3DataDistributionType?: string
    }
    readonly FileSystemDataSource?: unknown
    readonly DatasetSource?: unknown
  }
  readonly ContentType?: string
  readonly CompressionType?: string
  readonly RecordWrapperType?: string
  readonly InputMode?: string
  readonly ShuffleConfig?: unknown
}

/** A CreateTrainingJob request that passed the model's constraints. */
export interface CreateTrainingJobRequest {
  readonly TrainingJobName: string
  readonly RoleArn: string
  readonly HyperParameters?: Readonly<Record<string, string>>
  readonly AlgorithmSpecification?: {
    readonly TrainingImage?: string
    readonly AlgorithmName?: string
    readonly TrainingInputMode: string
    readonly MetricDefinitions?: readonly MetricDefinition[]
    readonly ContainerEntrypoint?: readonly string[]
    readonly ContainerArguments?: readonly string[]
  }
  readonly InputDataConfig?: readonly Channel[]
  readonly OutputDataConfig: {
    readonly S3OutputPath: string
    readonly CompressionType?: string
    readonly KmsKeyId?: string
  }
  readonly ResourceConfig?: {
    readonly InstanceType?: string
    readonly InstanceCount?: number
    readonly VolumeSizeInGB?: number
    readonly KeepAlivePeriodInSeconds?: number
    readonly InstanceGroups?: readonly unknown[]
    readonly InstancePreferences?: readonly { readonly InstanceType: string; readonly InstanceCount?: number }[]
  }
  readonly StoppingCondition?: {
    readonly MaxRuntimeInSeconds?: number
    readonly MaxWaitTimeInSeconds?: number
    readonly MaxPendingTimeInSeconds?: number
  }
  readonly Tags?: readonly Tag[]
  readonly EnableManagedSpotTraining?: boolean
  readonly CheckpointConfig?: { readonly S3Uri: string; readonly LocalPath?: string }
  readonly Environment?: Readonly<Record<string, string>>
  readonly RetryStrategy?: { readonly MaximumRetryAttempts: number }
  readonly ServerlessJobConfig?: unknown
}
