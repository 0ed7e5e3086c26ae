/**
 * Runs tuning jobs: asks nextStep what to do, does it, and asks again when one of their training jobs has changed.
 * Nothing is kept here that the next endpoint could not read from disk.
 */
import { after, sleep } from '../../base/timer.js'
import type { Suggestions } from '../../tuning/suggestions.js'
import { addTrainingJob } from '../training-job/kind.js'
import type { Machine } from '../training-job/machine.js'
import { isTerminal } from '../training-job/record.js'
import type { TrainingJob } from '../training-job/record.js'
import type { Scheduler } from '../training-job/scheduler.js'
import { childOf } from './child-request.js'
import { Judge } from './judge.js'
import type { TuningJobs } from './kind.js'
import { nextStep } from './next-step.js'
import type { Step } from './next-step.js'
import { questionOf } from './question.js'
import { endTuning, finishTuning, isTuningEnded } from './record.js'
import type { Ending, TuningJob } from './record.js'

export interface TunerParts {
  readonly machine: Machine
  readonly scheduler: Scheduler
  readonly tuningJobs: TuningJobs
  readonly suggestions: Suggestions
  /** How many processes run side by side. */
  readonly parallel: number
}

/** The loop of one tuning job. */
interface Loop {
  /** Whether something has changed since the loop last looked. */
  again: boolean
  done: Promise<void>
}

const betweenTries = 500

/** The running tuning jobs of an endpoint. */
export class Tuner {
  readonly #parts: TunerParts
  readonly #judge: Judge
  readonly #loops = new Map<number, Loop>()
  /** Tuning jobs whose MaxRuntimeInSeconds has passed. */
  readonly #expired = new Set<number>()
  readonly #timers = new Map<number, () => void>()
  #closed = false

  constructor(parts: TunerParts) {
    const { machine, scheduler, tuningJobs } = parts
    this.#parts = parts
    this.#judge = new Judge({ jobs: machine.jobs, tuningJobs, scheduler, report: machine.report })
  }

  /** Continues the tuning jobs that an earlier endpoint left. Called once, first. */
  takeUp(): void {
    const { machine, tuningJobs } = this.#parts
    machine.jobs.watch((job) => this.#onChange(job))
    for (const job of tuningJobs.all()) {
      if (isTuningEnded(job)) continue
      machine.jobs.childrenOf(job.id).forEach((child) => this.#judge.skip(child))
      this.drive(job)
    }
  }

  /** Continues a tuning job that is new, or that is to stop. */
  drive(job: TuningJob): void {
    this.#limitRuntime(job)
    setImmediate(() => this.#drive(job.id))
  }

  /** Whether a tuning job has not ended. */
  busy(): boolean {
    return [...this.#parts.tuningJobs.all()].some((job) => !isTuningEnded(job))
  }

  /** Starts nothing more. The training jobs that run are the scheduler's. */
  async close(): Promise<void> {
    this.#closed = true
    this.#timers.forEach((cancel) => cancel())
    await this.#parts.suggestions.close()
    await Promise.all([...this.#loops.values()].map(({ done }) => done))
  }

  #onChange(job: TrainingJob) {
    const { tuning } = job
    if (!tuning) return
    if (isTerminal(job)) {
      this.#judge.forget(job)
      setImmediate(() => this.#drive(tuning.tuningJob))
    } else if (this.#judge.isDue(job)) {
      setImmediate(() => {
        if (!this.#closed) this.#judge.judge(job.request.TrainingJobName)
      })
    }
  }

  #drive(id: number) {
    if (this.#closed) return
    const running = this.#loops.get(id)
    if (running) {
      running.again = true
      return
    }
    const loop: Loop = { again: true, done: Promise.resolve() }
    this.#loops.set(id, loop)
    loop.done = this.#run(id, loop)
  }

  async #run(id: number, loop: Loop) {
    while (loop.again && !this.#closed) {
      loop.again = false
      await this.#takeSteps(id)
    }
    this.#loops.delete(id)
  }

  /** Takes one step after another, until there is nothing to do but wait. */
  async #takeSteps(id: number) {
    const { machine, tuningJobs, parallel } = this.#parts
    let complained = false
    for (;;) {
      const job = tuningJobs.byId(id)
      if (!job || isTuningEnded(job) || this.#closed) return this.#forget(id)
      const step = nextStep(job, machine.jobs.childrenOf(id), { parallel, expired: this.#expired.has(id) })
      if (step.kind === 'wait') return
      try {
        await this.#take(job, step)
      } catch (error) {
        // The disk is full, most likely. The step is still to be taken: it follows from what is on disk.
        if (!this.#closed && !complained) machine.report(error)
        complained = true
        await sleep(betweenTries, machine.leaving)
      }
    }
  }

  async #take(job: TuningJob, step: Exclude<Step, { kind: 'wait' }>) {
    const { machine, scheduler, tuningJobs } = this.#parts
    if (step.kind === 'finish') tuningJobs.replace(finishTuning(job, machine.now()))
    else if (step.kind === 'end') this.#end(job, step.ending)
    else if (step.kind === 'stop') step.children.forEach((child) => scheduler.stop(child, 'Stopped'))
    else await this.#start(job, step.definition, step.index)
  }

  /** Starts the training job of this index, once its hyperparameters are known. */
  async #start(job: TuningJob, definition: number, index: number) {
    const { machine, scheduler, tuningJobs, suggestions } = this.#parts
    const { jobs, now } = machine
    const question = questionOf(job, jobs.childrenOf(job.id), definition, index)
    const answer = await suggestions.ask(question).then(
      (assignment) => ({ assignment }),
      (error: unknown) => ({ error }),
    )
    const current = tuningJobs.byId(job.id)
    if (this.#closed || !current || current.ending || isTuningEnded(current)) return
    if ('error' in answer) return this.#fail(current, answer.error)
    if (!answer.assignment) return this.#end(current, { status: 'Completed', children: 'finish' })
    const { request, tuning } = childOf(current, definition, index, answer.assignment)
    const taken = jobs.byName(request.TrainingJobName)
    if (taken) return this.#fail(current, new Error(`the training job name "${request.TrainingJobName}" is taken`))
    scheduler.submit(addTrainingJob(jobs, request, now(), tuning))
  }

  #end(job: TuningJob, ending: Ending) {
    const { machine, tuningJobs } = this.#parts
    tuningJobs.replace(endTuning(job, ending, machine.now()))
  }

  /** Ends a tuning job that would fail again and again: by a bug of ours, or because a name is taken. */
  #fail(job: TuningJob, error: unknown) {
    const failureReason = `InternalServerError: ${(error as Error).message}.`
    this.#parts.machine.report(error)
    this.#end(job, { status: 'Failed', children: 'stop', failureReason })
  }

  #limitRuntime(job: TuningJob) {
    const seconds = job.request.HyperParameterTuningJobConfig.ResourceLimits.MaxRuntimeInSeconds
    if (seconds === undefined || this.#timers.has(job.id)) return
    const cancel = after(job.creationTime + seconds * 1000 - this.#parts.machine.now(), () => {
      this.#expired.add(job.id)
      this.drive(job)
    })
    this.#timers.set(job.id, cancel)
  }

  #forget(id: number) {
    this.#timers.get(id)?.()
    this.#timers.delete(id)
    this.#expired.delete(id)
  }
}
