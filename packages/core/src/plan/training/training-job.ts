/** A resolved variant and a seed → the exact CreateTrainingJob request. */

import type { Channel, CreateTrainingJobCommandInput, TrainingInstanceType } from '@aws-sdk/client-sagemaker'

import { defaultResources } from '../../contract/job-size.js'
import { inputOptions } from '../../contract/data-channels.js'
import { normaliseData } from '../../contract/data-source.js'
import { digestOf } from '../../base/digest.js'
import type { Aws, Experiment, Resources } from '../../language/experiment.js'
import type { Variant } from '../../variants/expand.js'
import { encodeHyperparameters } from '../../contract/hyperparameters.js'
import { metricDefinitions } from '../../contract/metrics.js'
import { encodeTags } from '../../contract/tags.js'
import type { DataSummary, TrainingSpec } from '../../contract/training-spec.js'
import { durationSeconds } from '../../base/duration.js'
import { modelUri } from '../../variants/donor.js'
import { initSpec } from './init-weights.js'
import type { JobFrame } from '../context.js'
import type { VariantPlan } from '../variant-plan.js'
import { jobName } from '../../contract/names.js'
import type { TrainingStep } from '../../contract/planned.js'
import type { PlanTarget, ResolvedVariant } from '../../engines/resolve-variant.js'

/**
 * Returns the name of the job that trains a variant with a seed: the same for every variant that is the same. `donor` is
 * the job whose weights it starts from.
 */
export function trainingJobName(
  { name }: Experiment,
  { digest, variant }: ResolvedVariant,
  donor: string | undefined,
  seed: number,
): string {
  const init = donor === undefined ? [] : [donor, initSpec(variant.recipe.init_weights)]
  return jobName(name, digestOf([digest, seed, ...init]))
}

/** Returns the channel that brings another job's weights. */
export function weightsChannel(donor: string | undefined, { bucket }: PlanTarget): DataSummary['channels'] {
  return donor === undefined ? {} : { init_weights: modelUri(donor, bucket) ?? '' }
}

/**
 * Returns the request that trains a variant with a seed. No field equals the service's default. Reports a model whose
 * description does not fit into hyperparameters, and returns undefined.
 */
export function trainingJob(
  frame: JobFrame,
  planned: VariantPlan,
  { seed, jobName: name }: VariantPlan['runs'][number],
): TrainingStep | undefined {
  const { experiment, context } = frame
  const { target } = context
  const { variant, dataset } = planned
  const resources: Resources = { ...defaultResources, ...variant.recipe.resources }
  const prefix = `s3://${target.bucket}/assay/${experiment.name}`
  const donor = planned.origin?.jobOf(seed)
  const hyperparameters = encode(frame, planned, seed)
  if (hyperparameters === undefined) return undefined
  const input: CreateTrainingJobCommandInput = {
    TrainingJobName: name,
    RoleArn: target.role,
    AlgorithmSpecification: {
      TrainingImage: target.image,
      TrainingInputMode: 'File',
      MetricDefinitions: metricDefinitions(),
    },
    HyperParameters: hyperparameters,
    ...environment(target),
    InputDataConfig: channels({ ...dataset.channels, ...weightsChannel(donor, target) }, variant),
    OutputDataConfig: { S3OutputPath: `${prefix}/jobs`, ...kmsKey(experiment.aws) },
    ResourceConfig: {
      InstanceType: resources.instance_type as TrainingInstanceType,
      InstanceCount: resources.instance_count,
      VolumeSizeInGB: resources.volume_gb,
    },
    ...stopping(resources, `${prefix}/checkpoints/${name}/`),
    ...vpc(experiment.aws),
    Tags: encodeTags(jobTags(frame, planned, seed), experiment.tags ?? {}),
  }
  return { operation: 'CreateTrainingJob', input, ...(donor === undefined ? {} : { after: donor }) }
}

/** Returns the data that jobs read, each channel as the recipe says it is brought. */
export function channels(uris: DataSummary['channels'], { recipe }: Pick<Variant, 'recipe'>): Channel[] {
  const data = normaliseData(recipe.data)
  return Object.entries(uris).map(([ChannelName, S3Uri]) => {
    const { distribution, ...options } = inputOptions(data, ChannelName)
    const sharded = distribution === undefined ? {} : { S3DataDistributionType: distribution }
    return {
      ChannelName,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri, ...sharded } },
      ...options,
    }
  })
}

/** Returns the environment that selects the backend; the trainer's default is wasm. */
export function environment({ backend }: PlanTarget): { Environment?: Record<string, string> } {
  return backend === 'wasm' ? {} : { Environment: { ASSAY_BACKEND: backend } }
}

function encode(frame: JobFrame, resolved: ResolvedVariant, seed: number): Record<string, string> | undefined {
  try {
    return encodeHyperparameters({ spec: trainingSpec(frame, resolved), seed, values: resolved.hyperparameters })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    frame.reporter.report('model-too-long', error.message, [resolved.variant.source], { oncePerCode: true })
    return undefined
  }
}

function trainingSpec({ experiment, types }: JobFrame, resolved: ResolvedVariant): TrainingSpec {
  const { variant, template, data, hyperparameters } = resolved
  const init = initSpec(variant.recipe.init_weights)
  const { metric, goal, at = 'last' } = experiment.objective
  return {
    layers: template.layers,
    data,
    objective: { metric, goal, at },
    types: Object.fromEntries(Object.keys(hyperparameters).map((name) => [name, types[name] ?? 'string'])),
    ...(init === undefined ? {} : { init }),
  }
}

function jobTags(
  { experiment, digest, context }: JobFrame,
  { variant, digest: identity }: ResolvedVariant,
  seed: number,
) {
  return {
    experiment: experiment.name,
    digest: identity,
    stage: variant.stage,
    variant: tagValue(variant.ref),
    seed,
    file: digest,
    ...(context.commit === undefined ? {} : { commit: context.commit }),
  }
}

/** Returns text as a tag carries it: its alphabet excludes commas, quotes and braces, and its length ends at 256. */
export function tagValue(text: string): string {
  return text.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_').slice(0, 256)
}

/** Returns how long a job may take. Spot needs MaxWaitTimeInSeconds, at least as long as the run itself, and a checkpoint folder of the job's own. */
export function stopping(
  { max_runtime, spot }: Resources,
  checkpoints: string,
): Pick<CreateTrainingJobCommandInput, 'StoppingCondition' | 'EnableManagedSpotTraining' | 'CheckpointConfig'> {
  const runtime = max_runtime === undefined ? {} : { MaxRuntimeInSeconds: durationSeconds(max_runtime) }
  if (spot === undefined) return max_runtime === undefined ? {} : { StoppingCondition: runtime }
  const wait = durationSeconds(spot)
  return {
    EnableManagedSpotTraining: true,
    StoppingCondition: { MaxRuntimeInSeconds: wait, ...runtime, MaxWaitTimeInSeconds: wait },
    CheckpointConfig: { S3Uri: checkpoints },
  }
}

/** Returns the network that jobs run in. */
export function vpc(aws: Aws | undefined): Pick<CreateTrainingJobCommandInput, 'VpcConfig'> {
  if (aws?.vpc === undefined) return {}
  return { VpcConfig: { Subnets: aws.vpc.subnets, SecurityGroupIds: aws.vpc.security_groups } }
}

/** Returns the key that encrypts results. */
export function kmsKey(aws: Aws | undefined): { KmsKeyId?: string } {
  return aws?.kms === undefined ? {} : { KmsKeyId: aws.kms }
}
