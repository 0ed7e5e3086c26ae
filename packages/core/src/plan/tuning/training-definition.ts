/** A training definition of a search → the part of a request that says how its trials are trained. */

import type { HyperParameterTrainingJobDefinition, TrainingInstanceType } from '@aws-sdk/client-sagemaker'

import type { Resources, Scalar } from '../../language/experiment.js'
import { encodeHyperparameters } from '../../contract/hyperparameters.js'
import { metricDefinitions } from '../../contract/metrics.js'
import { defaultResources, defaultRuntime } from '../../contract/job-size.js'
import { initSpec } from '../training/init-weights.js'
import { trialDonor, trialSeed, typesOf } from './search-definition.js'
import { channels, environment, kmsKey, stopping, vpc, weightsChannel } from '../training/training-job.js'
import type { Ranges, SearchDefinition } from '../arm.js'
import type { PlanFrame } from '../context.js'

/** A training definition with its ranges known. */
export interface KnownDefinition {
  readonly definition: SearchDefinition
  readonly ranges: Ranges
  /** Hyperparameters that all trials share. */
  readonly values: Readonly<Record<string, Scalar>>
}

/**
 * Returns it as a request has it; one of several also has a name, an objective and ranges of its own.
 * Reports a model whose description does not fit into hyperparameters, and returns undefined.
 */
export function trainingDefinition(
  frame: PlanFrame,
  { definition, ranges, values }: KnownDefinition,
  jobName: string,
): HyperParameterTrainingJobDefinition | undefined {
  const { experiment, context } = frame
  const { target } = context
  const { variant, resolved } = definition
  const resources: Resources = { ...defaultResources, ...variant.recipe.resources }
  const hyperparameters = encodeStatic(frame, definition, values, ranges)
  if (hyperparameters === undefined) return undefined
  const prefix = `s3://${target.bucket}/assay/${experiment.name}`
  return {
    StaticHyperParameters: hyperparameters,
    AlgorithmSpecification: {
      TrainingImage: target.image,
      TrainingInputMode: 'File',
      MetricDefinitions: metricDefinitions(),
    },
    RoleArn: target.role,
    ...environment(target),
    InputDataConfig: channels(
      { ...resolved.dataset.channels, ...weightsChannel(trialDonor(definition), target) },
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
  { experiment, reporter }: PlanFrame,
  { resolved, variant }: SearchDefinition,
  values: Readonly<Record<string, Scalar>>,
  ranges: Ranges,
): Record<string, string> | undefined {
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
    reporter.report('model-too-long', error.message, [variant.source], { oncePerCode: true })
    return undefined
  }
}
