/** Decides the next step of a tuning job from the state on disk alone. Pure. */
import { isTerminal } from '../training-job/record.js'
import type { TrainingJob } from '../training-job/record.js'
import type { Ending, TuningJob } from './record.js'
import { definitionsOf } from './request.js'
import { combinations } from '../../tuning/space/combinations.js'
import { gridSize, limitOf } from './limits.js'
import { isComplete } from './progress.js'
import { spaceOf } from '../../tuning/space/space.js'
import { finalObjective } from './trials.js'

/** The next thing to do. */
export type Step =
  | { readonly kind: 'wait' }
  | { readonly kind: 'suggest'; readonly definition: number; readonly index: number }
  | { readonly kind: 'stop'; readonly children: readonly TrainingJob[] }
  | { readonly kind: 'end'; readonly ending: Ending }
  | { readonly kind: 'finish' }

/** The circumstances that the decision depends on, other than the jobs. */
export interface Circumstances {
  /** How many processes the endpoint runs side by side: a child that had to wait would only know less. */
  readonly parallel: number
  /** Whether MaxRuntimeInSeconds has passed. */
  readonly expired: boolean
}

/** A tuning job fails when so many training jobs have ended and none of them has an objective. */
const mostFailures = 5

/** Returns the next step of a tuning job that has not ended. `children` are in the order in which they were created. */
export function nextStep(job: TuningJob, children: readonly TrainingJob[], { parallel, expired }: Circumstances): Step {
  const running = children.filter((child) => !isTerminal(child))
  if (job.ending) {
    const toStop = job.ending.children === 'stop' ? running.filter(({ status }) => status !== 'Stopping') : []
    if (running.length === 0) return { kind: 'finish' }
    return toStop.length > 0 ? { kind: 'stop', children: toStop } : { kind: 'wait' }
  }
  const failure = failureOf(job, children)
  if (failure !== undefined) return end('Failed', 'stop', failure)
  if (expired || isComplete(job.request, children)) return end('Completed', 'stop')
  const definition = children.length < limitOf(job) ? nextDefinition(job, children) : undefined
  if (definition === undefined) return running.length === 0 ? end('Completed', 'finish') : { kind: 'wait' }
  const { MaxParallelTrainingJobs } = job.request.HyperParameterTuningJobConfig.ResourceLimits
  if (running.length >= Math.min(MaxParallelTrainingJobs, parallel)) return { kind: 'wait' }
  return { kind: 'suggest', definition, index: children.length }
}

const end = (status: Ending['status'], children: Ending['children'], failureReason?: string): Step => ({
  kind: 'end',
  ending: { status, children, ...(failureReason === undefined ? {} : { failureReason }) },
})

/** Returns why a tuning job has failed, once that is certain: none of its first five training jobs, or of all. */
function failureOf(job: TuningJob, children: readonly TrainingJob[]): string | undefined {
  const ended = children.filter(isTerminal)
  if (ended.some((child) => finalObjective(child) !== undefined)) return undefined
  const wanted = Math.min(mostFailures, limitOf(job), gridSize(job.request))
  if (ended.length < wanted) return undefined
  if (ended.every(({ status }) => status === 'Failed'))
    return `No training job succeeded after ${ended.length} attempts. Please take a look at the training job failures to get more details.`
  return `No objective metrics found after running ${ended.length} training jobs. Please ensure that the custom algorithm is emitting the objective metric as defined by the regular expression provided.`
}

/**
 * Several definitions take turns: the next training job is of the one that has the fewest so far, the first of equals,
 * among those whose finite space is not used up.
 */
function nextDefinition(job: TuningJob, children: readonly TrainingJob[]): number | undefined {
  const definitions = definitionsOf(job.request).map(({ ranges }, definition) => {
    const started = children.filter(({ tuning }) => tuning?.definition === definition).length
    return { definition, started, left: combinations(spaceOf(ranges)) - started }
  })
  const open = definitions.filter(({ left }) => left > 0)
  return open.sort((a, b) => a.started - b.started || a.definition - b.definition)[0]?.definition
}
