/** One search → the exact CreateHyperParameterTuningJob request. */

import type {
  CreateHyperParameterTuningJobCommandInput,
  HyperParameterTrainingJobDefinition,
  HyperParameterTuningJobConfig,
  TrainingInstanceType,
  TuningJobCompletionCriteria,
} from '@aws-sdk/client-sagemaker'

import { digestOf } from '../digest.js'
import type { Resources, Scalar, StopWhen } from '../experiment.js'
import { encodeHyperparameters } from '../hyperparameters.js'
import { metricDefinitions } from '../metrics.js'
import { encodeTags } from '../tags.js'
import { defaultRuntime } from './bounds.js'
import { initSpec } from './init-weights.js'
import { tuningJobName } from './names.js'
import { encodeRanges } from './parameter-ranges.js'
import { planError } from './plan-error.js'
import type { PlannedArm, TuningStep } from './planned.js'
import { isNeutral } from './read-hyperparameters.js'
import type { SearchDefinition, SearchFrame } from './search-definition.js'
import { trialSeed, typesOf } from './search-definition.js'
import type { SearchSettings } from './search-settings.js'
import type { Ranges } from './search-space.js'
import {
  channels,
  defaultResources,
  donorName,
  environment,
  kmsKey,
  stopping,
  tagValue,
  vpc,
  weightsChannel,
} from './training-job.js'

/** One tuning job with everything decided. */
export interface SearchJob {
  /** The arm's. */
  readonly ref: string
  readonly stage: string
  readonly definitions: readonly KnownDefinition[]
  readonly settings: SearchSettings
  /** How many trials this job may make. */
  readonly trials: number
  /** How long it may run, where a budget limits that. */
  readonly seconds?: number | undefined
  /** All tuning jobs whose trials it starts from. */
  readonly parents: readonly string[]
  readonly warmStart?: PlannedArm['warmStart']
}

/** A training definition with its ranges known. */
export interface KnownDefinition {
  readonly definition: SearchDefinition
  readonly ranges: Ranges
  /** Hyperparameters that all trials share. */
  readonly values: Readonly<Record<string, Scalar>>
}

/** Returns the digest of what decides the search but for its limits; of Hyperband, whose limit shapes it, with that. */
export function searchDigest({ definitions, settings, trials, parents, warmStart }: SearchJob): string {
  const { strategy, searchSeed, earlyStopping } = settings
  return digestOf({
    definitions: definitions.map(({ definition: { variant, task, reads }, ranges, values }) => ({
      name: variant.search.definition,
      task,
      values: Object.fromEntries(
        Object.entries(values).filter(([name, value]) => reads.has(name) && !isNeutral(name, value)),
      ),
      ranges,
    })),
    strategy,
    searchSeed,
    earlyStopping,
    parents,
    warmStart,
    trials: strategy === 'hyperband' ? trials : undefined,
  })
}

/** Returns the job's name. */
export function searchJobName({ experiment }: SearchFrame, job: SearchJob): string {
  return tuningJobName(experiment.name, searchDigest(job))
}

/**
 * Returns the request. No field equals the service's default.
 * @throws PlanError when a model's description does not fit into hyperparameters.
 */
export function tuningJob(frame: SearchFrame, job: SearchJob): TuningStep {
  const name = searchJobName(frame, job)
  const written = job.definitions.map((one) => trainingDefinition(frame, job, one, name))
  const [single] = written
  const input: CreateHyperParameterTuningJobCommandInput = {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobConfig: tuningConfig(frame, job),
    ...(written.length === 1 && single ? { TrainingJobDefinition: single } : { TrainingJobDefinitions: written }),
    ...(job.parents.length === 0
      ? {}
      : {
          WarmStartConfig: {
            ParentHyperParameterTuningJobs: job.parents.map((parent) => ({ HyperParameterTuningJobName: parent })),
            WarmStartType: job.warmStart === 'identical' ? 'IdenticalDataAndAlgorithm' : 'TransferLearning',
          },
        }),
    Tags: encodeTags(tags(frame, job), frame.experiment.tags ?? {}),
  }
  const donors = job.definitions.flatMap(({ definition }) => donorName(frame, definition.variant, trialSeed) ?? [])
  return {
    operation: 'CreateHyperParameterTuningJob',
    input,
    ...(donors.length === 0 ? {} : { after: [...new Set(donors)] }),
  }
}

function tuningConfig(
  frame: SearchFrame,
  { definitions, settings, trials, seconds }: SearchJob,
): HyperParameterTuningJobConfig {
  const { strategy, maximumParallel, earlyStopping, searchSeed, stopWhen } = settings
  const [first, another] = definitions
  return {
    Strategy: ({ bayesian: 'Bayesian', random: 'Random', hyperband: 'Hyperband', grid: 'Grid' } as const)[strategy],
    ...(strategy === 'hyperband'
      ? {
          StrategyConfig: { HyperbandStrategyConfig: { MinResource: 1, MaxResource: Number(first?.values['epochs']) } },
        }
      : {}),
    ResourceLimits: {
      MaxNumberOfTrainingJobs: trials,
      MaxParallelTrainingJobs: Math.min(maximumParallel, trials),
      ...(seconds === undefined ? {} : { MaxRuntimeInSeconds: seconds }),
    },
    ...(first && !another
      ? { HyperParameterTuningJobObjective: objective(frame), ParameterRanges: encodeRanges(first.ranges) }
      : {}),
    ...(earlyStopping ? { TrainingJobEarlyStoppingType: 'Auto' } : {}),
    ...completion(stopWhen),
    RandomSeed: searchSeed,
  }
}

/** The container prints the best value so far, or the last one, as the metric `objective`. */
function objective({ experiment }: SearchFrame) {
  return {
    Type: experiment.objective.goal === 'maximize' ? ('Maximize' as const) : ('Minimize' as const),
    MetricName: 'objective',
  }
}

function completion({
  target,
  not_improving,
  converged,
}: StopWhen): Pick<HyperParameterTuningJobConfig, 'TuningJobCompletionCriteria'> {
  const criteria: TuningJobCompletionCriteria = {
    ...(target === undefined ? {} : { TargetObjectiveMetricValue: target }),
    ...(not_improving === undefined
      ? {}
      : { BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: not_improving } }),
    ...(converged === true ? { ConvergenceDetected: { CompleteOnConvergence: 'Enabled' } } : {}),
  }
  return Object.keys(criteria).length === 0 ? {} : { TuningJobCompletionCriteria: criteria }
}

function trainingDefinition(
  frame: SearchFrame,
  { definitions }: SearchJob,
  { definition, ranges, values }: KnownDefinition,
  jobName: string,
): HyperParameterTrainingJobDefinition {
  const { experiment, context } = frame
  const { target } = context
  const { variant, resolved } = definition
  const resources: Resources = { ...defaultResources, ...variant.recipe.resources }
  const prefix = `s3://${target.bucket}/assay/${experiment.name}`
  return {
    ...(definitions.length === 1
      ? {}
      : {
          DefinitionName: variant.search.definition,
          TuningObjective: objective(frame),
          HyperParameterRanges: encodeRanges(ranges),
        }),
    StaticHyperParameters: encodeStatic(frame, definition, values, ranges),
    AlgorithmSpecification: {
      TrainingImage: target.image,
      TrainingInputMode: 'File',
      MetricDefinitions: metricDefinitions(),
    },
    RoleArn: target.role,
    ...environment(target),
    InputDataConfig: channels(
      { ...resolved.dataset.channels, ...weightsChannel(donorName(frame, variant, trialSeed), target) },
      variant,
    ),
    OutputDataConfig: { S3OutputPath: `${prefix}/jobs`, ...kmsKey(experiment.aws) },
    ResourceConfig: {
      InstanceType: resources.instance_type as TrainingInstanceType,
      InstanceCount: resources.instance_count,
      VolumeSizeInGB: resources.volume_gb,
    },
    StoppingCondition: { MaxRuntimeInSeconds: defaultRuntime }, // Not left out: a definition must say one.
    ...stopping(resources, `${prefix}/checkpoints/${jobName}/`),
    ...vpc(experiment.aws),
  }
}

function encodeStatic(
  { experiment, context }: SearchFrame,
  { resolved, variant }: SearchDefinition,
  values: Readonly<Record<string, Scalar>>,
  ranges: Ranges,
): Record<string, string> {
  const { metric, goal, at = 'last' } = experiment.objective
  const init = initSpec(variant.recipe.init_weights)
  const spec = {
    layers: resolved.template.layers,
    data: resolved.data,
    objective: { metric, goal, at },
    types: typesOf(values, ranges),
    ...(init === undefined ? {} : { init }),
  }
  try {
    return encodeHyperparameters({ spec, seed: trialSeed, values })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const { positions } = context
    throw planError('model-too-long', error.message, positions.of(variant.source), positions)
  }
}

function tags({ experiment, digest, context }: SearchFrame, job: SearchJob) {
  return {
    experiment: experiment.name,
    digest: searchDigest(job),
    stage: job.stage,
    variant: tagValue(job.ref),
    seed: trialSeed,
    file: digest,
    task: taskOf(job.definitions.map(({ definition }) => definition)),
    ...(context.commit === undefined ? {} : { commit: context.commit }),
  }
}

/** Returns the digest of what every job of a chain shares. */
export function taskOf(definitions: readonly SearchDefinition[]): string {
  const [first] = definitions
  return definitions.length === 1 && first ? first.task : digestOf(definitions.map(({ task }) => task))
}
