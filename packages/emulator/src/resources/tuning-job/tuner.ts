/**
 * Runs tuning jobs: asks nextStep what to do, does it, and asks again when one of their training jobs has changed.
 * Nothing is kept here that the next endpoint could not read from disk.
 */
import type { Scheduler } from '../training-job/scheduler.js'
import { after, sleep } from '../../base/timer.js'
import { isTerminal } from '../training-job/record.js'
import type { TrainingJob } from '../training-job/record.js'
import type { Machine } from '../training-job/machine.js'
import { endTuning, finishTuning, isTuningEnded } from './record.js'
import type { Ending, TuningJob } from './record.js'
import { addTrainingJob } from '../training-job/kind.js'
import type { TuningJobs } from './kind.js'
import { childOf } from './child-request.js'
import { nextStep } from './next-step.js'
import type { Step } from './next-step.js'
import { isToStop } from './stopping.js'
import { questionOf } from './question.js'
import type { Suggestions } from '../../tuning/suggestions.js'

/** The running tuning jobs of an endpoint. */
export interface Tuner {
  /** Goes on with a tuning job: one that is new, or that was told to stop. */
  drive(job: TuningJob): void
  /** Has a tuning job not ended? */
  readonly busy: () => boolean
  /** Starts nothing more. What runs is the scheduler's. */
  close(): Promise<void>
}

/** What a tuner works with. */
export interface TunerParts {
  readonly machine: Machine
  readonly scheduler: Scheduler
  readonly tuningJobs: TuningJobs
  readonly suggestions: Suggestions
  /** How many processes run side by side. */
  readonly parallel: number
}

const betweenTries = 500
const earlyMessage = 'Training job stopped early by its hyperparameter tuning job'

/** Returns a tuner that has taken up the tuning jobs that an earlier endpoint left. */
export function createTuner({ machine, scheduler, tuningJobs, suggestions, parallel }: TunerParts): Tuner {
  const { jobs, now, leaving } = machine
  const driven = new Map<number, { again: boolean; done: Promise<void> }>()
  const expired = new Set<number>()
  const timers = new Map<number, () => void>()
  /** After how many epochs each running training job has been judged. */
  const judged = new Map<number, number>()
  let closed = false

  const drive = (id: number) => {
    const current = driven.get(id)
    if (closed) return
    if (current) {
      current.again = true
      return
    }
    const state = { again: true, done: Promise.resolve() }
    driven.set(id, state)
    state.done = (async () => {
      while (state.again && !closed) {
        state.again = false
        await goOn(id)
      }
      driven.delete(id)
    })()
  }

  const goOn = async (id: number) => {
    let complained = false
    for (;;) {
      const job = tuningJobs.byId(id)
      if (!job || isTuningEnded(job) || closed) return forget(id)
      const step = nextStep(job, jobs.childrenOf(id), { parallel, expired: expired.has(id) })
      if (step.kind === 'wait') return
      try {
        await take(job, step)
      } catch (error) {
        // The disk is full, most likely: what is on disk still says what is to be done.
        if (!closed && !complained) machine.report(error)
        complained = true
        await sleep(betweenTries, leaving)
      }
    }
  }

  const take = async (job: TuningJob, step: Exclude<Step, { kind: 'wait' }>) => {
    if (step.kind === 'finish') tuningJobs.replace(finishTuning(job, now()))
    else if (step.kind === 'end') end(job, step.ending)
    else if (step.kind === 'stop') step.children.forEach((child) => scheduler.stop(child, 'Stopped'))
    else await start(job, step.definition, step.index)
  }

  const start = async (job: TuningJob, definition: number, index: number) => {
    const question = questionOf(job, jobs.childrenOf(job.id), definition, index)
    const answer = await suggestions.ask(question).then(
      (assignment) => ({ assignment }),
      (error: unknown) => ({ error }),
    )
    const current = tuningJobs.byId(job.id)
    if (closed || !current || current.ending || isTuningEnded(current)) return
    if ('error' in answer) return fail(current, answer.error)
    if (!answer.assignment) return end(current, { status: 'Completed', children: 'finish' })
    const { request, tuning } = childOf(current, definition, index, answer.assignment)
    const taken = jobs.byName(request.TrainingJobName)
    if (taken) return fail(current, new Error(`the training job name "${request.TrainingJobName}" is taken`))
    scheduler.submit(addTrainingJob(jobs, request, now(), tuning))
  }

  const end = (job: TuningJob, ending: Ending) => tuningJobs.replace(endTuning(job, ending, now()))

  /** What would fail again and again: a bug of ours, or a name that somebody has taken. */
  const fail = (job: TuningJob, error: unknown) => {
    machine.report(error)
    end(job, { status: 'Failed', children: 'stop', failureReason: `InternalServerError: ${(error as Error).message}.` })
  }

  const limitRuntime = (job: TuningJob) => {
    const seconds = job.request.HyperParameterTuningJobConfig.ResourceLimits.MaxRuntimeInSeconds
    if (seconds === undefined || timers.has(job.id)) return
    const cancel = after(job.creationTime + seconds * 1000 - now(), () => {
      expired.add(job.id)
      drive(job.id)
    })
    timers.set(job.id, cancel)
  }

  const forget = (id: number) => {
    timers.get(id)?.()
    timers.delete(id)
    expired.delete(id)
  }

  /** Judges a job that has a new value of its objective; stops it where it does not promise enough. */
  const judge = (id: number, name: string) => {
    const job = jobs.byName(name)
    const tuningJob = tuningJobs.byId(id)
    if (closed || !job?.tuning?.curve || !tuningJob || tuningJob.ending || job.secondaryStatus !== 'Training') return
    const from = judged.get(job.id) ?? 0
    judged.set(job.id, job.tuning.curve.length)
    if (!isToStop(tuningJob, job, jobs.childrenOf(id), from)) return
    try {
      scheduler.stop(job, 'Stopped', earlyMessage)
    } catch (error) {
      machine.report(error)
    }
  }

  jobs.watch((job: TrainingJob) => {
    const { tuning } = job
    if (!tuning) return
    if (isTerminal(job)) {
      judged.delete(job.id)
      setImmediate(() => drive(tuning.tuningJob))
      return
    }
    const epochs = tuning.curve?.length ?? 0
    // A job that began again from nothing has its first epochs again.
    if (epochs < (judged.get(job.id) ?? 0)) judged.delete(job.id)
    if (epochs > (judged.get(job.id) ?? 0)) setImmediate(() => judge(tuning.tuningJob, job.request.TrainingJobName))
  })

  const begin = (job: TuningJob) => {
    limitRuntime(job)
    setImmediate(() => drive(job.id))
  }
  for (const job of tuningJobs.all()) {
    if (isTuningEnded(job)) continue
    // What was judged before the endpoint went away is not judged again by what has become known since.
    for (const child of jobs.childrenOf(job.id)) judged.set(child.id, child.tuning?.curve?.length ?? 0)
    begin(job)
  }

  return {
    drive: begin,
    busy: () => [...tuningJobs.all()].some((job) => !isTuningEnded(job)),
    close: async () => {
      closed = true
      timers.forEach((cancel) => cancel())
      await suggestions.close()
      await Promise.all([...driven.values()].map(({ done }) => done))
    },
  }
}
