/** Shared by the tests of tuning: programs with an objective, valid requests, and a way to wait. */
import {
  DescribeHyperParameterTuningJobCommand,
  paginateListTrainingJobsForHyperParameterTuningJob,
} from '@aws-sdk/client-sagemaker'
import type {
  CreateHyperParameterTuningJobCommandInput,
  DescribeHyperParameterTuningJobCommandOutput,
  HyperParameterTrainingJobDefinition,
  HyperParameterTrainingJobSummary,
  HyperParameterTuningJobConfig,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'

import { pause, shell } from './fixture.js'

/** Reads a hyperparameter into a shell variable of its name. */
const read = (name: string) =>
  `${name}=$(sed -n 's/.*"${name}": *"\\([^"]*\\)".*/\\1/p' input/config/hyperparameters.json)`

/** Runs a shell script with the hyperparameters x, n and c as variables. */
export const program = (script: string) => shell(`${read('x')}; ${read('n')}; ${read('c')}; ${script}`)

/** Prints (x - 0.3)² + (n - 4)² / 100, a parabola with its minimum inside the space. */
export const printsParabola =
  'awk -v x="$x" -v n="$n" \'BEGIN { printf "objective=%.12g;\\n", (x - 0.3) ^ 2 + (n - 4) ^ 2 / 100 }\''

/** The parts of a request that a test may change. */
export interface Changes {
  readonly config?: Partial<HyperParameterTuningJobConfig>
  readonly definition?: Partial<HyperParameterTrainingJobDefinition>
  readonly image?: string
  readonly most?: number
  readonly parallel?: number
  readonly request?: Partial<CreateHyperParameterTuningJobCommandInput>
}

/** Returns the definition of a tuning job's training jobs. */
export function definition(
  image = 'parabola',
  changes: Partial<HyperParameterTrainingJobDefinition> = {},
): HyperParameterTrainingJobDefinition {
  return {
    AlgorithmSpecification: {
      TrainingImage: image,
      TrainingInputMode: 'File',
      MetricDefinitions: [{ Name: 'objective', Regex: 'objective=([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?);' }],
    },
    RoleArn: 'arn:aws:iam::000000000000:role/test',
    OutputDataConfig: { S3OutputPath: 's3://bucket/output/' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    StaticHyperParameters: { seed: '0' },
    ...changes,
  }
}

/** The ranges of the parabola. */
export const ranges = {
  ContinuousParameterRanges: [{ Name: 'x', MinValue: '0', MaxValue: '1' }],
  IntegerParameterRanges: [{ Name: 'n', MinValue: '1', MaxValue: '9' }],
}

/** Returns a CreateHyperParameterTuningJob request that is valid, with changes. */
export function tuningJob(name: string, changes: Changes = {}): CreateHyperParameterTuningJobCommandInput {
  return {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobConfig: {
      Strategy: 'Random',
      HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'objective' },
      ResourceLimits: { MaxNumberOfTrainingJobs: changes.most ?? 3, MaxParallelTrainingJobs: changes.parallel ?? 1 },
      ParameterRanges: ranges,
      RandomSeed: 1,
      ...changes.config,
    },
    TrainingJobDefinition: definition(changes.image, changes.definition),
    ...changes.request,
  }
}

/** Describes a tuning job. */
export const describeTuning = (client: SageMakerClient, name: string) =>
  client.send(new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name }))

/** Returns all training jobs of a tuning job, by name. */
export async function listTrials(client: SageMakerClient, name: string): Promise<HyperParameterTrainingJobSummary[]> {
  const found: HyperParameterTrainingJobSummary[] = []
  const pages = paginateListTrainingJobsForHyperParameterTuningJob(
    { client, pageSize: 100 },
    { HyperParameterTuningJobName: name },
  )
  for await (const page of pages) found.push(...(page.TrainingJobSummaries ?? []))
  return found
}

/** Returns whether a tuning job is Completed, Failed or Stopped. */
export const isTuningOver = (job: DescribeHyperParameterTuningJobCommandOutput) =>
  ['Completed', 'Failed', 'Stopped'].includes(job.HyperParameterTuningJobStatus ?? '')

/** Waits until a tuning job is as wanted; after some seconds fails with its state. */
export async function waitForTuning(
  client: SageMakerClient,
  name: string,
  wanted: (job: DescribeHyperParameterTuningJobCommandOutput) => boolean = isTuningOver,
  seconds = 60,
): Promise<DescribeHyperParameterTuningJobCommandOutput> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    const job = await describeTuning(client, name)
    if (wanted(job)) return job
    if (performance.now() > deadline)
      throw new Error(`Tuning job "${name}" is ${JSON.stringify(job)} after ${seconds} s.`)
    await pause(20)
  }
}
