/** The plan → jobs: creates what is missing, adopts what runs, skips what is done. */

import { jobRecord, type JobRecord, parseAttempt, type TuningRecord } from '@assay/core'

import { decide, type Decision } from '../jobs/attempts.js'
import { type BudgetGuard, unlimited } from './budget-guard.js'
import { donorsOf, fromDonors, learnDonor, learnDonors, readiness } from '../jobs/donor-state.js'
import type { RunEvent } from '../base/events.js'
import { donorsMissing, type SourceFile } from '../jobs/missing-donors.js'
import type { PlannedJob } from '../jobs/planned-jobs.js'
import type { SageMaker } from '../sagemaker/client.js'
import { decideTuning } from '../jobs/tuning-decision.js'
import { readTuningJob } from '../observe/tuning-jobs.js'
import { recordedState } from '../sagemaker/tuning-state.js'
import type { Watch } from './watch.js'

/** What SageMaker was found to know, by name; what is learnt while jobs are created is added. */
export interface Existing {
  readonly jobs: Map<string, JobRecord>
  readonly searches: Map<string, TuningRecord>
}

/** How to apply. */
export interface ApplyOptions {
  /** How often a job that failed is repeated; Infinity when the user asked for it. */
  readonly retries: number
  readonly signal: AbortSignal
  /** When to stop waiting for room, with jobs left to create. Default: never. */
  readonly isEnough?: () => boolean
  /** Whether to wait for jobs whose weights others start from, or that may leave some of the budget; else those are left for another run. Default: true. */
  readonly waitForDonors?: boolean
  /** What keeps the experiment's budget. Default: there is none. */
  readonly budget?: BudgetGuard
  /** What the jobs are planned from, to say where it is wrong. Default: that is not known. */
  readonly file?: SourceFile
}

/** What came of it. */
export interface Applied {
  /** The jobs that it came to. */
  readonly settled: ReadonlySet<PlannedJob>
  /** Those of them that were not created because of the budget, and why. */
  readonly refused: ReadonlyMap<PlannedJob, string>
}

/**
 * Brings every job into being, watched, and returns those that it came to. Existence is proven by Create, so that two
 * runs of one file end with each job once.
 * @throws UserError where a job would start from the weights of one that is not run from here and has not completed.
 */
export async function* apply(
  jobs: readonly PlannedJob[],
  existing: Existing,
  sagemaker: SageMaker,
  watch: Watch,
  { retries, signal, isEnough = () => false, waitForDonors: mayWait = true, budget = unlimited, file }: ApplyOptions,
): AsyncGenerator<RunEvent, Applied> {
  const settled = new Set<PlannedJob>()
  const refused = new Map<PlannedJob, string>()
  const toCreate = jobs.filter((job) => decideAbout(job).kind === 'create')
  const isWatched = (donor: string): boolean => watch.hasEnded(donor) || runs(donor)
  const missing = await learnDonors({ jobs, toCreate }, existing.jobs, sagemaker, isWatched)
  if (missing.length > 0) throw donorsMissing(missing, file)
  for (const job of jobs) if (!toCreate.includes(job)) yield* settle(job, decideAbout(job))
  for (const job of toCreate) {
    while (!signal.aborted && !isEnough() && !settled.has(job)) {
      const decision = decideAbout(job)
      if (decision.kind !== 'create' || job.step === undefined) yield* settle(job, decision)
      else if (!isDonorReady(job)) yield* waitForDonors(job)
      else if (!hasRoom(job)) yield* waitForRoom('max_parallel')
      else if (await hasMeans(job)) {
        const answer = await sagemaker.create(fromDonors(job.step, existing.jobs), decision.name)
        if (answer === 'created') {
          budget.created(job, decision.name)
          yield* settle(job, decision)
        } else if (answer === 'limit') yield* waitForRoom('quota')
        else await learn(job, decision.name)
      } else if (!settled.has(job)) yield* waitForRoom('budget')
    }
  }
  return { settled, refused }

  /** Whether the budget lets a job be created now; one that it never will is given up. */
  async function hasMeans(job: PlannedJob): Promise<boolean> {
    const room = await budget.room(job)
    if (room.kind === 'yes') return true
    if (room.kind === 'no' || !mayWait) {
      settled.add(job)
      refused.set(job, room.because)
    }
    return false
  }

  function decideAbout(job: PlannedJob): Decision {
    if (job.kind === 'training') return decide(job.name, existing.jobs, retries)
    return decideTuning(job, existing.searches, (name) => watch.seen('tuning').includes(name))
  }

  async function* settle(job: PlannedJob, { kind, name }: Decision): AsyncGenerator<RunEvent, void> {
    settled.add(job)
    if (kind === 'create' || kind === 'adopt') watch.add({ kind: job.kind, name })
    else watch.ended(job, name)
    yield decided(job, name, kind)
    if (job.kind === 'training') return
    // What each link of the chain has come to, so that its trials are counted.
    for (const link of job.arm.jobNames) {
      const record = existing.searches.get(link)
      if (record !== undefined) yield { type: 'tuning-state', ...recordedState(record) }
    }
  }

  function isDonorReady(job: PlannedJob): boolean {
    return readiness(job, existing.jobs, retries) === 'ready'
  }

  function runs(jobName: string): boolean {
    return watch.open().some(({ name }) => parseAttempt(name).name === jobName)
  }

  /** Donors come before those that start from them: one that is not open has ended. */
  async function* waitForDonors(job: PlannedJob): AsyncGenerator<RunEvent, void> {
    const running = donorsOf(job).filter(runs)
    if (running.length > 0 && mayWait) {
      yield { type: 'waiting', reason: 'donor', inFlight: inFlight('training') }
      yield* watch.look()
      return
    }
    const over = donorsOf(job).filter((donor) => !runs(donor))
    for (const donor of over) await learnDonor(donor, existing.jobs, sagemaker)
    if (isDonorReady(job)) return
    settled.add(job)
    const decision = running.length > 0 ? 'later' : 'skipped'
    const [donor = ''] =
      running.length > 0 ? running : over.filter((one) => decide(one, existing.jobs, 0).kind !== 'done')
    const { name, ref } = job
    if (job.kind === 'training') yield { type: 'job', decision, job: name, ref, seed: job.seed, donor }
    else yield { type: 'tuning', decision, job: name, ref, donor }
  }

  function hasRoom(job: PlannedJob): boolean {
    return job.kind === 'tuning' || inFlight('training') < job.maximumParallel
  }

  function inFlight(kind?: PlannedJob['kind']): number {
    return watch.open().filter((job) => kind === undefined || job.kind === kind).length
  }

  async function* waitForRoom(reason: 'max_parallel' | 'quota' | 'budget'): AsyncGenerator<RunEvent, void> {
    yield { type: 'waiting', reason, inFlight: inFlight(reason === 'max_parallel' ? 'training' : undefined) }
    yield* watch.look()
  }

  /** Somebody else has created it: from now on it counts as what it is. */
  async function learn({ kind, step }: PlannedJob, name: string): Promise<void> {
    if (kind === 'training') {
      const described = await sagemaker.describe(name)
      if (described !== undefined) existing.jobs.set(name, jobRecord(described, step?.input.Tags))
    } else {
      const record = await readTuningJob(name, sagemaker, step?.input.Tags)
      if (record !== undefined) existing.searches.set(name, record)
    }
  }
}

function decided(job: PlannedJob, name: string, kind: Decision['kind']): RunEvent {
  const decision = ({ create: 'created', adopt: 'adopted', done: 'done', failed: 'failed' } as const)[kind]
  return job.kind === 'training'
    ? { type: 'job', decision, job: name, ref: job.ref, seed: job.seed }
    : { type: 'tuning', decision, job: name, ref: job.ref }
}
