/** Runs jobs: first come, first served, as many side by side as there is room for. */
import { advance, isTerminal, nameOf } from './record.js'
import type { StopOutcome, TrainingJob } from './record.js'
import { isAlive, signalGroup } from '../../processes/process-identity.js'
import { after, sleep } from '../../base/timer.js'
import { change } from './machine.js'
import type { Machine } from './machine.js'
import { startRun } from './run.js'
import type { Run } from './run.js'

/** The queue and the running jobs of an endpoint. */
export class Scheduler {
  readonly #machine: Machine
  readonly #parallel: number
  /** The names of jobs that wait for their turn. */
  readonly #queue = new Set<string>()
  readonly #runs = new Map<string, Run>()
  /** Each cancels the timer of MaxWaitTimeInSeconds. */
  readonly #waits = new Map<string, () => void>()
  #processes = 0
  #closed = false

  /** `parallel` is how many processes run side by side. */
  constructor(machine: Machine, parallel: number) {
    this.#machine = machine
    this.#parallel = parallel
  }

  /** Continues the jobs that an earlier endpoint left. Called once, first. */
  async takeUp(): Promise<void> {
    for (const job of await leftOver(this.#machine)) {
      if (job.exit && job.status !== 'Stopping') this.#launch(job)
      else if (job.status === 'Stopping')
        this.#end(nameOf(job), job.exit && job.exit.outcome !== 'exited' ? job.exit.outcome : 'Stopped')
      else this.submit(job)
    }
  }

  submit(job: TrainingJob): void {
    this.#queue.add(nameOf(job))
    this.#limitWait(job)
    // Not before the request that brought the job has been answered.
    setImmediate(() => this.#pump())
  }

  /** Makes the job Stopping, durably, before it returns; ends it afterwards. */
  stop(job: TrainingJob, outcome: StopOutcome, message?: string): void {
    const { jobs, now } = this.#machine
    if (job.status !== 'Stopping') jobs.replace(advance(job, 'Stopping', now(), {}, message))
    this.#end(nameOf(job), outcome)
  }

  /** Whether anything is queued or running. */
  busy(): boolean {
    return this.#queue.size > 0 || this.#runs.size > 0
  }

  /** Interrupts what runs, and starts nothing more. */
  async close(): Promise<void> {
    this.#closed = true
    this.#waits.forEach((cancel) => cancel())
    this.#runs.forEach((run) => run.interrupt())
    await Promise.all([...this.#runs.values()].map(({ done }) => done))
  }

  #pump() {
    for (const name of this.#queue) {
      if (this.#closed || this.#processes >= this.#parallel) return
      this.#queue.delete(name)
      const job = this.#machine.jobs.byName(name)
      if (job && !isTerminal(job)) this.#launch(job)
    }
  }

  #launch(job: TrainingJob) {
    const name = nameOf(job)
    const run = startRun(job, this.#machine)
    this.#processes += 1
    this.#runs.set(name, run)
    void run.processEnded.then(() => {
      this.#processes -= 1
      this.#pump()
    })
    void run.done.finally(() => {
      this.#runs.delete(name)
      this.#cancelWait(name)
    })
  }

  #end(name: string, outcome: StopOutcome) {
    const run = this.#runs.get(name)
    if (run) return run.stop(outcome)
    this.#queue.delete(name)
    this.#cancelWait(name)
    void change(this.#machine, name, (job) =>
      job.status === 'Stopping' ? advance(job, outcome, this.#machine.now()) : job,
    )
  }

  /** MaxWaitTimeInSeconds of a Spot job: from its creation to its end, waiting included. */
  #limitWait(job: TrainingJob) {
    const { jobs, now } = this.#machine
    const name = nameOf(job)
    const seconds = job.request.StoppingCondition?.MaxWaitTimeInSeconds
    if (seconds === undefined) return
    const cancel = after(job.creationTime + seconds * 1000 - now(), () => {
      const current = jobs.byName(name)
      if (!current || current.id !== job.id || isTerminal(current) || current.status === 'Stopping') return
      const exit = { code: -1, outcome: 'MaxWaitTimeExceeded' } as const
      void change(this.#machine, name, (each) => advance(each, 'Stopping', now(), { exit })).then(() =>
        this.#end(name, 'MaxWaitTimeExceeded'),
      )
    })
    this.#waits.set(name, cancel)
  }

  #cancelWait(name: string) {
    this.#waits.get(name)?.()
    this.#waits.delete(name)
  }
}

/** Makes sure that no process of an earlier endpoint is left, then returns the jobs to continue with. */
async function leftOver(machine: Machine): Promise<TrainingJob[]> {
  const left = [...machine.jobs.all()].filter((job) => !isTerminal(job))
  await Promise.all(left.map(killLeftOver))
  for (const job of left) {
    if (job.secondaryStatus === 'Downloading' || job.secondaryStatus === 'Training')
      await change(machine, nameOf(job), (each) => advance(each, 'Interrupted', machine.now()))
    if (machine.jobs.byName(nameOf(job))?.secondaryStatus === 'Interrupted')
      await change(machine, nameOf(job), (each) => restart(advance(each, 'Starting', machine.now())))
  }
  return left.map((job) => machine.jobs.byName(nameOf(job))).filter((job) => job !== undefined)
}

function restart({ process: _process, ...job }: TrainingJob): TrainingJob {
  return job
}

async function killLeftOver({ process: identity }: TrainingJob) {
  if (!identity) return
  while (isAlive(identity)) {
    signalGroup(identity.pid, 'SIGKILL')
    await sleep(10)
  }
}
