/** Runs one training job, from the queue to its end: read {@link runTrainingJob} first. */
import { containerLayout, sandboxFolder } from '../../base/layout.js'
import { after, sleep } from '../../base/timer.js'
import { advance } from './record.js'
import type { ProcessExit, SecondaryStatus, StopOutcome, TrainingJob } from './record.js'
import { uploadArtifacts } from '../../processes/artifacts.js'
import { startProcess } from '../../processes/child.js'
import type { JobProcess } from '../../processes/child.js'
import { commandOf } from '../../processes/command.js'
import { algorithmError, failureReasonOf } from '../../processes/failure.js'
import { containerOf, sandboxOf } from './container.js'
import { outputUri } from './describe.js'
import { change } from './machine.js'
import type { Machine } from './machine.js'
import { openOutput } from './output.js'
import { makeSandbox, removeSandbox } from '../../processes/sandbox.js'

/** A job that runs. */
export interface Run {
  /** Ends it in the given state: SIGTERM, and SIGKILL after the grace. The job must be Stopping already. */
  stop(outcome: StopOutcome): void
  /** Kills it because the endpoint leaves; it is then Interrupted. */
  interrupt(): void
  /** Resolves when its process has ended and the next job may start. */
  readonly processEnded: Promise<void>
  /** Resolves when the job is in a terminal state, or Interrupted. */
  readonly done: Promise<void>
}

interface Control {
  outcome?: StopOutcome
  interrupted: boolean
  process?: JobProcess
  readonly abort: AbortController
}

/** Starts to run a job that is Starting, or to finish one whose process ended before the endpoint went away. */
export function startRun(job: TrainingJob, machine: Machine): Run {
  const control: Control = { interrupted: false, abort: new AbortController() }
  let processEnded: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    processEnded = resolve
  })
  const done = runTrainingJob(job, machine, control, processEnded).catch(machine.report).finally(processEnded)
  return {
    stop: (outcome) => endProcess(machine, control, outcome),
    interrupt: () => {
      control.interrupted = true
      control.abort.abort()
      control.process?.signal('SIGKILL')
    },
    processEnded: ended,
    done,
  }
}

async function runTrainingJob(job: TrainingJob, machine: Machine, control: Control, processEnded: () => void) {
  const name = job.request.TrainingJobName
  try {
    const exit = job.exit ?? (await train(job, machine, control))
    processEnded()
    if (control.interrupted) return await interrupted(name, machine)
    const ending = exit ? await finish(name, machine, control, exit) : { status: control.outcome ?? 'Stopped' }
    await settle(name, machine, ending)
  } catch (error) {
    await settle(name, machine, { status: control.outcome ?? 'Failed', failureReason: failureReasonOf(error) })
  }
}

/** Starting, Downloading, Training. Returns undefined if the job was stopped before its process began. */
async function train(job: TrainingJob, machine: Machine, control: Control): Promise<ProcessExit | undefined> {
  const { folder, latency } = machine
  const name = job.request.TrainingJobName
  const leaves = () => control.outcome !== undefined || control.interrupted

  await sleep(latency.starting, control.abort.signal)
  if (leaves()) return undefined
  await change(machine, name, (each) => advance(each, 'Downloading', machine.now()))
  const { command, environment } = commandOf(containerOf(job), sandboxFolder(folder, name), machine)
  const base = await makeSandbox(folder, sandboxOf(job.request))
  await sleep(latency.downloading, control.abort.signal)
  if (leaves()) return undefined
  return runProcess(job, machine, control, { command, environment, cwd: base })
}

async function runProcess(
  job: TrainingJob,
  machine: Machine,
  control: Control,
  what: { command: readonly string[]; environment: Readonly<Record<string, string>>; cwd: string },
): Promise<ProcessExit> {
  const { jobs, now, reaper } = machine
  const name = job.request.TrainingJobName
  const output = openOutput(job, machine)
  const process = startProcess({ ...what, onOutput: output.take })
  control.process = process
  const pid = process.identity?.pid
  if (pid !== undefined) reaper.add(pid)

  // On disk before it begins: whatever happens now, the process is found, and never started twice unseen.
  const attempts = job.attempts + 1
  const identity = process.identity ? { process: process.identity } : {}
  const begun = await change(machine, name, (each) =>
    each.status === 'Stopping'
      ? { ...each, attempts, ...identity }
      : advance(each, 'Training', now(), { attempts, ...identity }),
  )
  if (control.interrupted) process.signal('SIGKILL')
  else if (control.outcome !== undefined || begun?.status === 'Stopping') process.signal('SIGTERM')
  else process.go()

  const cancel = limitRuntime(job, machine, control)
  const code = await process.exited
  cancel()
  if (pid !== undefined) reaper.remove(pid)
  await output.close()
  if (!jobs.byName(name)) throw new Error(`Training job "${name}" is gone.`)
  return { code, outcome: control.outcome ?? 'exited' }
}

/** MaxRuntimeInSeconds, over all attempts, by the monotonic clock. */
function limitRuntime(job: TrainingJob, machine: Machine, control: Control): () => void {
  const seconds = job.request.StoppingCondition?.MaxRuntimeInSeconds ?? 86_400
  const name = job.request.TrainingJobName
  return after(seconds * 1000 - job.ranBefore, () => {
    if (control.outcome !== undefined) return
    const exit: ProcessExit = { code: -1, outcome: 'MaxRuntimeExceeded' }
    void change(machine, name, (each) =>
      each.secondaryStatus === 'Training' ? advance(each, 'Stopping', machine.now(), { exit }) : each,
    ).then(() => endProcess(machine, control, 'MaxRuntimeExceeded'))
  })
}

function endProcess({ stopGrace }: Machine, control: Control, outcome: StopOutcome) {
  if (control.outcome !== undefined) return
  control.outcome = outcome
  control.abort.abort()
  control.process?.signal('SIGTERM')
  const cancel = after(stopGrace, () => control.process?.signal('SIGKILL'))
  void control.process?.exited.then(cancel)
  if (!control.process) cancel()
}

/** The last state of a job, and why. */
interface Ending {
  readonly status: SecondaryStatus
  readonly failureReason?: string
}

/** Uploading; returns the state that the exit code means. */
async function finish(name: string, machine: Machine, control: Control, exit: ProcessExit): Promise<Ending> {
  const { folder, latency, now } = machine
  const failed = exit.code !== 0 && exit.outcome === 'exited'
  const job = await change(machine, name, (each) => {
    if (failed || each.secondaryStatus !== 'Training') return each
    return advance(each, 'Uploading', now(), { exit })
  })
  if (job) {
    const compressed = job.request.OutputDataConfig.CompressionType !== 'NONE'
    await uploadArtifacts(folder, name, { uri: outputUri(job), compressed, withModel: !failed })
  }
  await sleep(latency.uploading, control.abort.signal)
  const outcome = control.outcome ?? (exit.outcome === 'exited' ? undefined : exit.outcome)
  if (outcome !== undefined) return { status: outcome }
  if (!failed) return { status: 'Completed' }
  const { failure } = containerLayout(sandboxFolder(folder, name))
  return { status: 'Failed', failureReason: await algorithmError(failure, exit.code) }
}

/** Puts a job into its last state. One that was asked to stop ends as stopped, whatever else happened. */
async function settle(name: string, machine: Machine, { status, failureReason }: Ending) {
  // Before the job ends: a job of the same name may then be created, and get this folder.
  await removeSandbox(machine.folder, name).catch(machine.report)
  await change(machine, name, (job) => {
    const last = lastStatus(job, status)
    const from = isStop(last) && job.status !== 'Stopping' ? advance(job, 'Stopping', machine.now()) : job
    return advance(from, last, machine.now(), last === 'Failed' && failureReason !== undefined ? { failureReason } : {})
  })
}

function lastStatus({ status, exit }: TrainingJob, wanted: SecondaryStatus): SecondaryStatus {
  if (status !== 'Stopping') return wanted
  if (exit && exit.outcome !== 'exited') return exit.outcome
  return isStop(wanted) ? wanted : 'Stopped'
}

const isStop = (status: SecondaryStatus) =>
  status === 'Stopped' || status === 'MaxRuntimeExceeded' || status === 'MaxWaitTimeExceeded'

/** The endpoint leaves: what the job used of its time is kept, and it will start again. */
async function interrupted(name: string, machine: Machine) {
  const now = machine.now()
  await change(machine, name, (job) => {
    if (job.status === 'Stopping' || job.secondaryStatus === 'Starting' || job.secondaryStatus === 'Uploading')
      return job
    const began = job.transitions.at(-1)?.startTime ?? now
    const ran = job.secondaryStatus === 'Training' ? Math.max(0, now - began) : 0
    return advance(job, 'Interrupted', now, { ranBefore: job.ranBefore + ran })
  })
}
