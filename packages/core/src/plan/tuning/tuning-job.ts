/** One search → the exact CreateHyperParameterTuningJob request. */

import type {
  CreateHyperParameterTuningJobCommandInput,
  HyperParameterTuningJobConfig,
  TuningJobCompletionCriteria,
} from '@aws-sdk/client-sagemaker'

import { digestOf } from '../../base/digest.js'
import type { StopWhen } from '../../language/experiment.js'
import { encodeTags } from '../../contract/tags.js'
import { tuningJobName } from '../../contract/names.js'
import { encodeRanges } from '../../contract/parameter-ranges.js'
import type { PlannedArm, TuningStep } from '../../contract/planned.js'
import { isNeutral } from '../../engines/read-hyperparameters.js'
import { trialDonor, trialSeed } from './search-definition.js'
import { trainingDefinition } from './training-definition.js'
import type { KnownDefinition } from './training-definition.js'
import { tagValue } from '../training/training-job.js'
import type { SearchDefinition, SearchSettings } from '../arm.js'
import type { PlanFrame } from '../context.js'

/** One tuning job with everything decided. */
export interface SearchJob {
  /** The arm's. */
  readonly ref: string
  readonly stage: string
  readonly definitions: readonly KnownDefinition[]
  readonly settings: SearchSettings
  /** How many trials this job may make. */
  readonly trials: number
  /** How long it may run, if a budget limits that. */
  readonly seconds?: number | undefined
  /** All tuning jobs whose trials it starts from. */
  readonly parents: readonly string[]
  readonly warmStart?: PlannedArm['warmStart']
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
export function searchJobName({ experiment }: PlanFrame, job: SearchJob): string {
  return tuningJobName(experiment.name, searchDigest(job))
}

/**
 * Returns the request. No field equals the service's default. Reports a model whose description does not fit into
 * hyperparameters, and returns undefined.
 */
export function tuningJob(frame: PlanFrame, job: SearchJob): TuningStep | undefined {
  const name = searchJobName(frame, job)
  const definitions = trainingDefinitions(frame, job.definitions, name)
  if (definitions === undefined) return undefined
  const input: CreateHyperParameterTuningJobCommandInput = {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobConfig: tuningConfig(frame, job),
    ...definitions,
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
  const donors = job.definitions.flatMap(({ definition }) => trialDonor(definition) ?? [])
  return {
    operation: 'CreateHyperParameterTuningJob',
    input,
    ...(donors.length === 0 ? {} : { after: [...new Set(donors)] }),
  }
}

function tuningConfig(
  frame: PlanFrame,
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
function objective({ experiment }: PlanFrame) {
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

/** A single definition has its objective and ranges in the tuning job's own configuration; of several each has its own. */
function trainingDefinitions(
  frame: PlanFrame,
  definitions: readonly KnownDefinition[],
  jobName: string,
): Pick<CreateHyperParameterTuningJobCommandInput, 'TrainingJobDefinition' | 'TrainingJobDefinitions'> | undefined {
  const all = definitions.flatMap((one) => {
    const request = trainingDefinition(frame, one, jobName)
    return request ? [{ one, request }] : []
  })
  if (all.length < definitions.length) return undefined
  const [first, another] = all
  if (first && !another) return { TrainingJobDefinition: first.request }
  return {
    TrainingJobDefinitions: all.map(({ one, request }) => ({
      DefinitionName: one.definition.variant.search.definition,
      TuningObjective: objective(frame),
      HyperParameterRanges: encodeRanges(one.ranges),
      ...request,
    })),
  }
}

function tags({ experiment, digest, context }: PlanFrame, job: SearchJob) {
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
