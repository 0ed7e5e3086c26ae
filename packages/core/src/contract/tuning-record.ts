/** One tuning job as SageMaker knows it: what later stages are planned from, and what the report is made from. */

import type {
  DescribeHyperParameterTuningJobCommandOutput,
  HyperParameterTrainingJobDefinition,
  HyperParameterTrainingJobSummary,
  HyperParameterTuningJobSearchEntity,
  ParameterRanges,
  Tag,
} from '@aws-sdk/client-sagemaker'

import { defined } from '../base/defined.js'
import type { Scalar } from '../language/experiment.js'
import { decodeHyperparameters } from './hyperparameters.js'
import { requestSize } from './job-size.js'
import type { JobSize } from './job-size.js'
import { decodeRanges, decodeTuned } from './parameter-ranges.js'
import type { PlannedRange } from './planned.js'
import { tagRecord } from './tags.js'
import type { HyperparameterType } from './training-spec.js'

/** One tuning job, read back from Search or Describe, with its trials. */
export interface TuningRecord {
  readonly name: string
  readonly arn: string
  readonly status: 'InProgress' | 'Completed' | 'Failed' | 'Stopped' | 'Stopping' | 'Deleting' | 'DeleteFailed'
  readonly failureReason?: string
  readonly tags: Readonly<Record<string, string>>
  readonly objective: { readonly metric: string; readonly goal: 'maximize' | 'minimize' }
  readonly strategy: 'bayesian' | 'random' | 'hyperband' | 'grid'
  readonly searchSeed?: number
  readonly earlyStopping: boolean
  readonly maximumTrials?: number
  readonly maximumParallel: number
  /** MaxRuntimeInSeconds of the tuning job: SageMaker ends it then. */
  readonly maximumSeconds?: number
  /** One for each training definition, in the request's order. */
  readonly definitions: readonly TuningDefinition[]
  /** Names of the tuning jobs it was warm-started from. */
  readonly parents: readonly string[]
  readonly warmStart?: 'identical' | 'transfer'
  /** How many trials ended how, as SageMaker counts them. */
  readonly counters: {
    readonly completed: number
    readonly inProgress: number
    readonly retryableError: number
    readonly nonRetryableError: number
    readonly stopped: number
  }
  /** ISO 8601 in UTC. */
  readonly createdAt: string
  readonly endedAt?: string
  /** In the order of their creation. */
  readonly trials: readonly Trial[]
}

/** The fixed values and the search space of one training definition of a tuning job. */
export interface TuningDefinition {
  /** The definition's name, if there are several. */
  readonly name?: string
  /** As strings, the way SageMaker keeps them; ours include the slots of the training spec. */
  readonly staticHyperparameters: Readonly<Record<string, string>>
  readonly ranges: Readonly<Record<string, PlannedRange>>
  /** The machines of each of its trials, and how long one may run. */
  readonly size?: JobSize
}

/** One training job of a tuning job. */
export interface Trial {
  readonly jobName: string
  /** The definition it belongs to, if there are several. */
  readonly definition?: string
  readonly status: 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped' | 'Deleting'
  /** The objective's last value. */
  readonly objective?: number
  /** Typed by the definition's ranges. */
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  readonly failureReason?: string
  readonly createdAt: string
  readonly startedAt?: string
  readonly endedAt?: string
}

/** A tuning job as SageMaker describes it: a record of Search, or the answer of Describe. */
type Described = HyperParameterTuningJobSearchEntity | DescribeHyperParameterTuningJobCommandOutput

/**
 * Returns the record of one tuning job from a Search result or a Describe response, and its trials from
 * ListTrainingJobsForHyperParameterTuningJob. Describe has no tags: give them.
 */
export function tuningRecord(
  job: Described,
  trials: readonly HyperParameterTrainingJobSummary[],
  tags: readonly Tag[] = [],
): TuningRecord {
  const { HyperParameterTuningJobConfig: config, TrainingJobStatusCounters: counters = {} } = job
  const several = job.TrainingJobDefinitions ?? []
  const written = several.length > 0 ? several : job.TrainingJobDefinition ? [job.TrainingJobDefinition] : []
  const definitions = written.map((one) => readDefinition(one, config?.ParameterRanges))
  const objective = config?.HyperParameterTuningJobObjective ?? written[0]?.TuningObjective
  const limits = config?.ResourceLimits
  return {
    name: job.HyperParameterTuningJobName ?? '',
    arn: job.HyperParameterTuningJobArn ?? '',
    status: job.HyperParameterTuningJobStatus ?? 'InProgress',
    ...defined('failureReason', job.FailureReason),
    tags: tagRecord('Tags' in job && job.Tags ? job.Tags : tags),
    objective: {
      metric: objective?.MetricName ?? '',
      goal: objective?.Type === 'Minimize' ? 'minimize' : 'maximize',
    },
    strategy: (config?.Strategy ?? 'Bayesian').toLowerCase() as TuningRecord['strategy'],
    ...defined('searchSeed', config?.RandomSeed),
    earlyStopping: config?.TrainingJobEarlyStoppingType === 'Auto',
    ...defined('maximumTrials', limits?.MaxNumberOfTrainingJobs),
    maximumParallel: limits?.MaxParallelTrainingJobs ?? 1,
    ...defined('maximumSeconds', limits?.MaxRuntimeInSeconds),
    definitions: definitions.map(({ definition }) => definition),
    parents: (job.WarmStartConfig?.ParentHyperParameterTuningJobs ?? []).map(
      ({ HyperParameterTuningJobName }) => HyperParameterTuningJobName ?? '',
    ),
    ...defined('warmStart', readWarmStart(job.WarmStartConfig?.WarmStartType)),
    counters: {
      completed: counters.Completed ?? 0,
      inProgress: counters.InProgress ?? 0,
      retryableError: counters.RetryableError ?? 0,
      nonRetryableError: counters.NonRetryableError ?? 0,
      stopped: counters.Stopped ?? 0,
    },
    createdAt: job.CreationTime?.toISOString() ?? '',
    ...defined('endedAt', job.HyperParameterTuningEndTime?.toISOString()),
    trials: trials.map((trial) => readTrial(trial, definitions)).sort(byCreation),
  }
}

/** A definition, with typed values if it has a training spec of ours. */
interface ReadDefinition {
  readonly definition: TuningDefinition
  readonly types: Readonly<Record<string, HyperparameterType>>
}

function readDefinition(
  request: HyperParameterTrainingJobDefinition,
  shared: ParameterRanges | undefined,
): ReadDefinition {
  const { DefinitionName, StaticHyperParameters = {}, HyperParameterRanges } = request
  const types = typesIn(StaticHyperParameters)
  const definition = {
    ...defined('name', DefinitionName),
    staticHyperparameters: StaticHyperParameters,
    ranges: decodeRanges(HyperParameterRanges ?? shared, types),
    size: requestSize(request),
  }
  return { definition, types }
}

/** A tuning job of somebody else has no training spec: its values are text. */
function typesIn(hyperparameters: Readonly<Record<string, string>>): Readonly<Record<string, HyperparameterType>> {
  try {
    return decodeHyperparameters(hyperparameters).spec.types
  } catch {
    return {}
  }
}

function readWarmStart(type: string | undefined): TuningRecord['warmStart'] {
  if (type === undefined) return undefined
  return type === 'IdenticalDataAndAlgorithm' ? 'identical' : 'transfer'
}

function readTrial(trial: HyperParameterTrainingJobSummary, definitions: readonly ReadDefinition[]): Trial {
  const named = definitions.find(({ definition }) => definition.name === trial.TrainingJobDefinitionName)
  const { definition, types = {} } = named ?? definitions[0] ?? {}
  return {
    jobName: trial.TrainingJobName ?? '',
    ...defined('definition', definitions.length > 1 ? trial.TrainingJobDefinitionName : undefined),
    status: trial.TrainingJobStatus ?? 'InProgress',
    ...defined('objective', trial.FinalHyperParameterTuningJobObjectiveMetric?.Value),
    hyperparameters: Object.fromEntries(
      Object.entries(trial.TunedHyperParameters ?? {}).map(([name, text]) => [
        name,
        decodeTuned(name, text, definition?.ranges[name], types[name]),
      ]),
    ),
    ...defined('failureReason', trial.FailureReason),
    createdAt: trial.CreationTime?.toISOString() ?? '',
    ...defined('startedAt', trial.TrainingStartTime?.toISOString()),
    ...defined('endedAt', trial.TrainingEndTime?.toISOString()),
  }
}

function byCreation(a: Trial, b: Trial): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1
  return a.jobName < b.jobName ? -1 : 1
}
