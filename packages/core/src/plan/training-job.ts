/** A resolved variant and a seed → the exact CreateTrainingJob request. */

import type { Channel, CreateTrainingJobCommandInput, TrainingInstanceType } from '@aws-sdk/client-sagemaker'

import { digestOf } from '../digest.js'
import type { Aws, Experiment, Resources } from '../experiment.js'
import { encodeHyperparameters } from '../hyperparameters.js'
import { metricDefinitions } from '../metrics.js'
import { encodeTags } from '../tags.js'
import type { DataSummary, HyperparameterType, TrainingSpec } from '../training-spec.js'
import { durationSeconds } from './duration.js'
import { modelUri } from './donor.js'
import type { Inheritance } from './init-weights.js'
import { jobName } from './names.js'
import { planError } from './plan-error.js'
import type { Step } from './planned.js'
import type { PlanContext, PlanTarget, ResolvedVariant } from './resolve-variant.js'

/** What a job runs on where nothing is said. */
export const defaultResources = { instance_type: 'ml.m5.xlarge', instance_count: 1, volume_gb: 30 } as const

/** What every job of an experiment shares. */
export interface JobFrame {
  readonly experiment: Experiment
  /** SHA-256 of the resolved experiment. */
  readonly digest: string
  readonly types: Readonly<Record<string, HyperparameterType>>
  readonly context: PlanContext
  readonly inheritances: ReadonlyMap<ResolvedVariant, Inheritance>
}

/** Returns the name of the job that trains a variant with a seed: the same for every variant that is the same. */
export function trainingJobName(frame: NamingFrame, resolved: ResolvedVariant, seed: number): string {
  const donor = donorName(frame, resolved, seed)
  const init = frame.inheritances?.get(resolved)?.spec
  return jobName(
    frame.experiment.name,
    digestOf([resolved.digest, seed, ...(donor === undefined ? [] : [donor, init])]),
  )
}

/** What names depend on; without inheritances, no weights are handed on. */
type NamingFrame = Pick<JobFrame, 'experiment'> & Partial<Pick<JobFrame, 'inheritances'>>

/** The job whose weights this one starts from. */
function donorName(frame: NamingFrame, resolved: ResolvedVariant, seed: number): string | undefined {
  const donor = frame.inheritances?.get(resolved)?.donorOf(seed)
  return typeof donor === 'object' ? trainingJobName(frame, donor.variant, donor.seed) : donor
}

/**
 * Returns the request that trains a variant with a seed. No field equals the service's default.
 * @throws PlanError when the model's description does not fit into hyperparameters.
 */
export function trainingJob(frame: JobFrame, resolved: ResolvedVariant, seed: number): Step {
  const { experiment, context } = frame
  const { target } = context
  const { variant, dataset } = resolved
  const resources: Resources = { ...defaultResources, ...variant.recipe.resources }
  const name = trainingJobName(frame, resolved, seed)
  const prefix = `s3://${target.bucket}/assay/${experiment.name}`
  const donor = donorName(frame, resolved, seed)
  const weights: DataSummary['channels'] =
    donor === undefined ? {} : { init_weights: modelUri(donor, target.bucket) ?? '' }
  const input: CreateTrainingJobCommandInput = {
    TrainingJobName: name,
    RoleArn: target.role,
    AlgorithmSpecification: {
      TrainingImage: target.image,
      TrainingInputMode: 'File',
      MetricDefinitions: metricDefinitions(),
    },
    HyperParameters: encode(frame, resolved, seed),
    ...environment(target),
    InputDataConfig: channels({ channels: { ...dataset.channels, ...weights } }),
    OutputDataConfig: { S3OutputPath: `${prefix}/jobs`, ...kmsKey(experiment.aws) },
    ResourceConfig: {
      InstanceType: resources.instance_type as TrainingInstanceType,
      InstanceCount: resources.instance_count,
      VolumeSizeInGB: resources.volume_gb,
    },
    ...stopping(resources, `${prefix}/checkpoints/${name}/`),
    ...vpc(experiment.aws),
    Tags: encodeTags(jobTags(frame, resolved, seed), experiment.tags ?? {}),
  }
  return { operation: 'CreateTrainingJob', input, ...(donor === undefined ? {} : { after: donor }) }
}

/** Returns the data that jobs read. */
export function channels({ channels }: Pick<DataSummary, 'channels'>): Channel[] {
  return Object.entries(channels).map(([ChannelName, S3Uri]) => ({
    ChannelName,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri } },
  }))
}

/** Returns the backend that jobs compute with; what the trainer takes if it is told nothing is wasm. */
export function environment({ backend }: PlanTarget): { Environment?: Record<string, string> } {
  return backend === 'wasm' ? {} : { Environment: { ASSAY_BACKEND: backend } }
}

function encode(frame: JobFrame, resolved: ResolvedVariant, seed: number): Record<string, string> {
  try {
    return encodeHyperparameters({ spec: trainingSpec(frame, resolved), seed, values: resolved.hyperparameters })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const { positions } = frame.context
    throw planError('model-too-long', error.message, positions.of(resolved.variant.source), positions)
  }
}

function trainingSpec({ experiment, types, inheritances }: JobFrame, resolved: ResolvedVariant): TrainingSpec {
  const { template, data, hyperparameters } = resolved
  const init = inheritances.get(resolved)?.spec
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
