/** The training job that a tuning job starts: its request, and a record of its origin. */
import { createHash } from 'node:crypto'

import type { CreateTrainingJobRequest } from '../training-job/request.js'
import type { TunedBy } from '../training-job/record.js'
import { tuningNameOf } from './record.js'
import type { TuningJob } from './record.js'
import { definitionsOf } from './request.js'
import type { Definition, TrainingJobDefinition } from './request.js'
import { keepsCurve } from './stopping.js'
import type { Assignment } from '../../tuning/space/space.js'

/** Added by SageMaker to the static hyperparameters of every tuning job. */
export const objectiveHyperparameter = '_tuning_objective_metric'

/** A training job to create. */
export interface Child {
  readonly request: CreateTrainingJobRequest
  readonly tuning: TunedBy
}

/** Returns the training job of this index. The same tuning job and index give the same name, so that none is made twice. */
export function childOf(job: TuningJob, definition: number, index: number, assignment: Assignment): Child {
  const from = definitionsOf(job.request)[definition]
  if (!from) throw new Error(`Tuning job "${tuningNameOf(job)}" has no definition ${definition}.`)
  const { MetricName: objective } = from.objective
  return {
    request: { ...trainingJobRequest(from, childName(job, index), assignment), Tags: job.tags },
    tuning: {
      tuningJob: job.id,
      arn: job.arn,
      index,
      definition,
      assignment,
      objective,
      ...(keepsCurve(job) ? { curve: [] } : {}),
    },
  }
}

/** `<tuning job>-NNN-<8 hex>`. */
function childName(job: TuningJob, index: number): string {
  const digest = createHash('sha256').update(`${job.arn} ${job.id} ${job.creationTime} ${index}`).digest('hex')
  return `${tuningNameOf(job)}-${String(index + 1).padStart(3, '0')}-${digest.slice(0, 8)}`
}

/** Returns the CreateTrainingJob request that a definition makes, without tags. */
export function trainingJobRequest(
  { definition, objective }: Definition,
  name: string,
  assignment: Assignment,
): CreateTrainingJobRequest {
  const {
    DefinitionName: _name,
    TuningObjective: _objective,
    HyperParameterRanges: _ranges,
    HyperParameterTuningResourceConfig: _resources,
    StaticHyperParameters = {},
    ...rest
  } = definition
  const ResourceConfig = resourcesOf(definition)
  return {
    ...rest,
    TrainingJobName: name,
    HyperParameters: { ...StaticHyperParameters, ...assignment, [objectiveHyperparameter]: objective.MetricName },
    ...(ResourceConfig ? { ResourceConfig } : {}),
  }
}

/** The first of several instance configurations is used: locally, capacity is never short. */
function resourcesOf(definition: TrainingJobDefinition): CreateTrainingJobRequest['ResourceConfig'] {
  const { ResourceConfig, HyperParameterTuningResourceConfig: tuning } = definition
  if (ResourceConfig || !tuning) return ResourceConfig
  const { InstanceConfigs: [first] = [], AllocationStrategy: _strategy, ...config } = tuning
  return { ...config, ...first }
}
