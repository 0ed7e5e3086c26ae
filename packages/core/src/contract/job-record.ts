/** One training job as SageMaker knows it: what the report is made from. */

import type { DescribeTrainingJobCommandOutput, Tag, TrainingJob } from '@aws-sdk/client-sagemaker'

import { defined } from '../base/defined.js'
import { tagRecord } from './tags.js'
import type { HyperparameterType } from './training-spec.js'

/** One training job, read back from Search or Describe, with its artefact if there is one. */
export interface JobRecord {
  readonly name: string
  readonly arn: string
  readonly status: 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped' | 'Deleting'
  readonly secondaryStatus: string
  readonly failureReason?: string
  /** Of a trial: the tuning job that started it. */
  readonly tuningJobArn?: string
  readonly tags: Readonly<Record<string, string>>
  /** As strings, the way SageMaker keeps them. */
  readonly hyperparameters: Readonly<Record<string, string>>
  /** The last value of each metric: for our container, its value at the objective's epoch. */
  readonly metrics: Readonly<Record<string, number>>
  /** ISO 8601 in UTC. */
  readonly createdAt: string
  readonly startedAt?: string
  readonly endedAt?: string
  readonly trainingSeconds?: number
  readonly billableSeconds?: number
  readonly instanceType?: string
  readonly instanceCount: number
  /** MaxRuntimeInSeconds: SageMaker ends the job then. */
  readonly maximumSeconds?: number
  readonly image?: string
  /** `s3://…/model.tar.gz` */
  readonly modelUri?: string
  /** `s3://…/<job>/output/output.tar.gz`, which a failed or stopped job may lack. */
  readonly outputUri?: string
  /** The files that the container wrote to `output/data`. */
  readonly artefact?: JobArtefact
}

/** The files that our container writes below `output/data/`; each member is one (`history.json` …). */
export interface JobArtefact {
  readonly history?: History
  readonly evaluation?: Evaluation
  readonly environment?: Environment
  readonly learningRates?: LearningRates
  /** The PNG files of `mistakes`, by their path below `output/data`, as `data:image/png;base64,…`. */
  readonly images?: Readonly<Record<string, string>>
}

/** `history.json`: a row for each epoch. */
export interface History {
  /** The metrics of each epoch, first to last; `epoch` counts from 1. */
  readonly epochs: readonly {
    readonly epoch: number
    readonly seconds: number
    readonly metrics: Readonly<Record<string, number>>
  }[]
  /** The epoch whose weights were kept. */
  readonly selectedEpoch: number
}

/** `learning-rates.json`: what a test of learning rates saw, see `learningRateTest`. */
export interface LearningRates {
  /** A row for each step, first to last, up to the one whose smoothed loss was too large. */
  readonly steps: readonly {
    /** That of the step. */
    readonly learningRate: number
    /** Of the step's batch, before the weights were moved. */
    readonly loss: number
    /** The exponential moving average of the losses up to here, without its bias towards 0. */
    readonly smoothedLoss: number
  }[]
  /** Whether it ended before its last step because the loss grew out of bounds. */
  readonly diverged: boolean
}

/** `evaluation.json`: results on each part that was held out. */
export interface Evaluation {
  readonly validation?: PartEvaluation
  readonly test?: PartEvaluation
}

/** Results on one held-out part. */
export interface PartEvaluation {
  readonly rows: number
  readonly metrics: Readonly<Record<string, number>>
  /** Classification only. */
  readonly classes?: readonly {
    readonly name: string
    readonly support: number
    readonly precision: number
    readonly recall: number
    readonly f1: number
  }[]
  /** Classification only: rows are true classes, columns predicted ones. */
  readonly confusion?: readonly (readonly number[])[]
  /** Classification by probabilities only. */
  readonly calibration?: Calibration
  /** Classification only: the wrong predictions that the model was surest of, the surest first, at most 20. */
  readonly mistakes?: readonly Mistake[]
}

/** How sure a model was of its predictions beside how often they were right. */
export interface Calibration {
  /** Expected calibration error: the mean over the rows of the difference in their bin, from 0 to 1. */
  readonly error: number
  /** Bins of equal width with rows in them: `from` ≤ probability of the predicted class < `to`. */
  readonly bins: readonly {
    readonly from: number
    readonly to: number
    readonly rows: number
    readonly accuracy: number
    /** The mean of the bin's rows. */
    readonly probability: number
  }[]
}

/** A wrong prediction. */
export interface Mistake {
  /** The row in its channel. */
  readonly index: number
  readonly label: string
  readonly predicted: string
  /** Of the predicted class. */
  readonly probability: number
  /** The row as a PNG file below `output/data`, if it is an image. */
  readonly image?: string
}

/** `environment.json`: where and how the job ran. */
export interface Environment {
  readonly backend: string
  readonly trainerVersion: number
  readonly node: string
  readonly packages: Readonly<Record<string, string>>
  readonly platform: string
  readonly cpu: string
  readonly parameters: number
  readonly types: Readonly<Record<string, HyperparameterType>>
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number }
  /** Held-out rows that are training rows too. */
  readonly leakage?: { readonly validation: number; readonly test: number }
  /** SHA-256 of the validation rows' targets in their order: the same rows have the same. Not of forecasts. */
  readonly validationDigest?: string
  /** Seconds by phase: start, data, training, evaluation; and images a second of training. */
  readonly timings: Readonly<Record<string, number>>
}

/**
 * Returns the record of one job from a Search result or a Describe response. Describe has no tags: give them.
 * `output.tar.gz` lies at `<S3OutputPath>/<job>/output/`; whether it is there is for the edge to find out.
 */
export function jobRecord(job: TrainingJob | DescribeTrainingJobCommandOutput, tags: readonly Tag[] = []): JobRecord {
  const name = job.TrainingJobName ?? ''
  const outputPath = job.OutputDataConfig?.S3OutputPath?.replace(/\/$/, '')
  return {
    name,
    arn: job.TrainingJobArn ?? '',
    status: job.TrainingJobStatus ?? 'InProgress',
    secondaryStatus: job.SecondaryStatus ?? 'Unknown',
    ...defined('failureReason', job.FailureReason),
    ...defined('tuningJobArn', job.TuningJobArn),
    tags: tagRecord('Tags' in job && job.Tags ? job.Tags : tags),
    hyperparameters: job.HyperParameters ?? {},
    metrics: Object.fromEntries(
      (job.FinalMetricDataList ?? []).map(({ MetricName, Value }) => [MetricName ?? '', Value ?? Number.NaN]),
    ),
    createdAt: job.CreationTime?.toISOString() ?? '',
    ...defined('startedAt', job.TrainingStartTime?.toISOString()),
    ...defined('endedAt', job.TrainingEndTime?.toISOString()),
    ...defined('trainingSeconds', job.TrainingTimeInSeconds),
    ...defined('billableSeconds', job.BillableTimeInSeconds),
    ...defined('instanceType', job.ResourceConfig?.InstanceType),
    instanceCount: job.ResourceConfig?.InstanceCount ?? 1,
    ...defined('maximumSeconds', job.StoppingCondition?.MaxRuntimeInSeconds),
    ...defined('image', job.AlgorithmSpecification?.TrainingImage),
    ...defined('modelUri', job.ModelArtifacts?.S3ModelArtifacts),
    ...defined('outputUri', outputPath === undefined ? undefined : `${outputPath}/${name}/output/output.tar.gz`),
  }
}
