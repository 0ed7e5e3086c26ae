/** Which job runs when: first come, first served, as many side by side as there is room for. */
import { advance, isTerminal, nameOf } from './record.js'
import type { StopOutcome, TrainingJob } from './record.js'
import { isAlive, signalGroup } from '../../processes/process-identity.js'
import { after, sleep } from '../../base/timer.js'
import { change } from './machine.js'
import type { Machine } from './machine.js'
import { startRun } from './run.js'
import type { Run } from './run.js'

/** The queue and the running jobs of an endpoint. */
export interface Scheduler {
  submit(job: TrainingJob): void
  /** Makes the job Stopping, durably, before it returns; ends it afterwards. */
  stop(job: TrainingJob, outcome: StopOutcome, message?: string): void
  /** Is anything queued or running? */
  readonly busy: () => boolean
  /** Interrupts what runs, and starts nothing more. */
  close(): Promise<void>
}

/** Returns a scheduler that has taken up the jobs that an earlier endpoint left. */
export async function createScheduler(machine: Machine, parallel: number): Promise<Scheduler> {
  const { jobs, now } = machine
  const queue = new Set<string>()
  const runs = new Map<string, Run>()
  const waits = new Map<string, () => void>()
  let processes = 0
  let closed = false

  const launch = (job: TrainingJob) => {
    const name = nameOf(job)
    const run = startRun(job, machine)
    processes += 1
    runs.set(name, run)
    void run.processEnded.then(() => {
      processes -= 1
      pump()
    })
    void run.done.finally(() => {
      runs.delete(name)
      waits.get(name)?.()
      waits.delete(name)
    })
  }

  const pump = () => {
    for (const name of queue) {
      if (closed || processes >= parallel) return
      queue.delete(name)
      const job = jobs.byName(name)
      if (job && !isTerminal(job)) launch(job)
    }
  }

  const submit = (job: TrainingJob) => {
    queue.add(nameOf(job))
    limitWait(job)
    // Not before the request that brought the job has been answered.
    setImmediate(pump)
  }

  /** MaxWaitTimeInSeconds of a Spot job: from its creation to its end, waiting included. */
  const limitWait = (job: TrainingJob) => {
    const seconds = job.request.StoppingCondition?.MaxWaitTimeInSeconds
    if (seconds === undefined) return
    const left = job.creationTime + seconds * 1000 - now()
    const cancel = after(left, () => {
      const current = jobs.byName(nameOf(job))
      if (!current || current.id !== job.id || isTerminal(current) || current.status === 'Stopping') return
      const exit = { code: -1, outcome: 'MaxWaitTimeExceeded' } as const
      void change(machine, nameOf(job), (each) => advance(each, 'Stopping', now(), { exit })).then(() =>
        end(nameOf(job), 'MaxWaitTimeExceeded'),
      )
    })
    waits.set(nameOf(job), cancel)
  }

  const end = (name: string, outcome: StopOutcome) => {
    const run = runs.get(name)
    if (run) return run.stop(outcome)
    queue.delete(name)
    waits.get(name)?.()
    waits.delete(name)
    void change(machine, name, (each) => (each.status === 'Stopping' ? advance(each, outcome, now()) : each))
  }

  const stop = (job: TrainingJob, outcome: StopOutcome, message?: string) => {
    if (job.status !== 'Stopping') jobs.replace(advance(job, 'Stopping', now(), {}, message))
    end(nameOf(job), outcome)
  }

  for (const job of await takeUp(machine)) {
    if (job.exit && job.status !== 'Stopping') launch(job)
    else if (job.status === 'Stopping')
      end(nameOf(job), job.exit && job.exit.outcome !== 'exited' ? job.exit.outcome : 'Stopped')
    else submit(job)
  }

  return {
    submit,
    stop,
    busy: () => queue.size > 0 || runs.size > 0,
    close: async () => {
      closed = true
      waits.forEach((cancel) => cancel())
      runs.forEach((run) => run.interrupt())
      await Promise.all([...runs.values()].map(({ done }) => done))
    },
  }
}

/** Makes sure that no process of an earlier endpoint is left, then returns the jobs to go on with. */
async function takeUp(machine: Machine): Promise<TrainingJob[]> {
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
