/** The size of a job, and the most that it can take: SageMaker ends it then, whoever watches. */

import type { Resources } from '../language/experiment.js'
import type { Prices } from './prices.js'
import { priceOf } from './prices.js'
import { durationSeconds } from '../base/duration.js'
import type { Step } from './planned.js'

/** The machine of a job by default. */
export const defaultResources = { instance_type: 'ml.m5.xlarge', instance_count: 1, volume_gb: 30 } as const

/** SageMaker's default of MaxRuntimeInSeconds. */
export const defaultRuntime = 86_400

/** SageMaker's limits of a search's MaxRuntimeInSeconds. */
export const [leastSeconds, mostSeconds] = [120, 15_768_000]

/** The machines of one training job and how long it may train. */
export interface JobSize {
  readonly instanceType: string
  readonly instanceCount: number
  readonly seconds: number
}

/** A search: its trials, and how long it may run. */
export interface SearchSize {
  readonly trials: number
  readonly parallel: number
  /** Each of its training definitions. */
  readonly sizes: readonly JobSize[]
  /** MaxRuntimeInSeconds of the tuning job. */
  readonly seconds?: number
}

/** The most that something takes. */
export interface Bound {
  readonly seconds: number
  /** In the prices' currency; missing if a price is unknown. */
  readonly cost?: number
}

/** Returns the size of a job with these resources. */
export function sizeOf(resources: Resources = {}): JobSize {
  const { instance_type, instance_count, max_runtime, spot } = { ...defaultResources, ...resources }
  const longest = max_runtime ?? spot
  return {
    instanceType: instance_type,
    instanceCount: instance_count,
    seconds: longest === undefined ? defaultRuntime : durationSeconds(longest),
  }
}

/** Returns the price of an hour of a job's machines, if it is known. */
export function hourlyCost({ instanceType, instanceCount }: JobSize, prices: Prices): number | undefined {
  const price = priceOf(instanceType, prices)
  return price === undefined ? undefined : price * instanceCount
}

/** Returns the most that a training job takes. */
export function jobBound(size: JobSize, prices: Prices | undefined): Bound {
  const hourly = prices && hourlyCost(size, prices)
  return { seconds: size.seconds, ...(hourly === undefined ? {} : { cost: (hourly * size.seconds) / 3600 }) }
}

/** Returns the most that a search takes: all of its trials, or all of its time with as many trials as may run at once. */
export function searchBound({ trials, parallel, sizes, seconds = Infinity }: SearchSize, prices?: Prices): Bound {
  const all = sizes.map((size) => jobBound(size, prices))
  const longest = Math.max(...all.map((one) => one.seconds))
  const dearest = maximum(all.map(({ cost }) => cost))
  const hourly = prices && maximum(sizes.map((size) => hourlyCost(size, prices)))
  const cost =
    dearest === undefined || hourly === undefined
      ? undefined
      : Math.min(trials * dearest, (hourly * parallel * seconds) / 3600)
  return {
    seconds: Math.min(Math.ceil(trials / parallel) * longest, seconds),
    ...(cost === undefined ? {} : { cost }),
  }
}

/** Returns the most that the job of a step takes, as its request says it. */
export function stepBound(step: Step, prices: Prices | undefined): Bound {
  if (step.operation === 'CreateTrainingJob') return jobBound(requestSize(step.input), prices)
  const { HyperParameterTuningJobConfig: config, TrainingJobDefinition, TrainingJobDefinitions = [] } = step.input
  const definitions = TrainingJobDefinition ? [TrainingJobDefinition] : TrainingJobDefinitions
  const { MaxNumberOfTrainingJobs, MaxParallelTrainingJobs, MaxRuntimeInSeconds } = config?.ResourceLimits ?? {}
  return searchBound(
    {
      trials: MaxNumberOfTrainingJobs ?? Infinity,
      parallel: MaxParallelTrainingJobs ?? 1,
      sizes: definitions.map(requestSize),
      ...(MaxRuntimeInSeconds === undefined ? {} : { seconds: MaxRuntimeInSeconds }),
    },
    prices,
  )
}

/** Returns the instance types that the job of a step runs on. */
export function stepInstances(step: Step): readonly string[] {
  if (step.operation === 'CreateTrainingJob') return [requestSize(step.input).instanceType]
  const { TrainingJobDefinition, TrainingJobDefinitions = [] } = step.input
  const definitions = TrainingJobDefinition ? [TrainingJobDefinition] : TrainingJobDefinitions
  return [...new Set(definitions.map((one) => requestSize(one).instanceType))]
}

/** The part of a request that says how large a job is. */
interface Sized {
  readonly ResourceConfig?: { readonly InstanceType?: string | undefined; readonly InstanceCount?: number | undefined }
  readonly StoppingCondition?: { readonly MaxRuntimeInSeconds?: number | undefined }
}

/** Returns the size that a request, or the description of a job, says. */
export function requestSize(request: { readonly [K in keyof Sized]?: Sized[K] | undefined }): JobSize {
  return {
    instanceType: request.ResourceConfig?.InstanceType ?? defaultResources.instance_type,
    instanceCount: request.ResourceConfig?.InstanceCount ?? 1,
    seconds: request.StoppingCondition?.MaxRuntimeInSeconds ?? defaultRuntime,
  }
}

function maximum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce<number | undefined>(
    (most, value) => (most === undefined || value === undefined ? undefined : Math.max(most, value)),
    values.length === 0 ? undefined : 0,
  )
}
