/** The plan → jobs: creates what is missing, adopts what runs, skips what is done. */

import { parseAttempt } from '@assay/core/internal'

import type { RunEvent } from '../base/events.js'
import { decide, type Decision } from '../jobs/attempts.js'
import { donorsOf, fromDonors, learnDonor, learnDonors, readiness } from '../jobs/donor-state.js'
import type { Existing } from '../jobs/existing.js'
import { kindOf } from '../jobs/kinds/kinds.js'
import { donorsMissing, type SourceFile } from '../jobs/missing-donors.js'
import type { PlannedJob } from '../jobs/planned-jobs.js'
import type { SageMaker } from '../sagemaker/resources/sagemaker.js'
import { type BudgetGuard, unlimited } from './budget-guard.js'
import type { Watch } from './watch.js'

export interface ApplyOptions {
  /** How often a job that failed is repeated; Infinity when the user asked for it. */
  readonly retries: number
  readonly signal: AbortSignal
  /** When to stop waiting for room, with jobs left to create. Default: never. */
  readonly isEnough?: () => boolean
  /**
   * Whether to wait for jobs whose weights others start from, or that may leave some of the budget; if not, what waits
   * for them is left for another run. Default: true.
   */
  readonly waitForDonors?: boolean
  /** Default: there is no budget. */
  readonly budget?: BudgetGuard
  /** The file that the jobs are planned from, for the positions of errors. Default: unknown. */
  readonly file?: SourceFile
}

/** The result of applying a plan. */
export interface Applied {
  /** The jobs that were decided about; the others are left for later. */
  readonly settled: ReadonlySet<PlannedJob>
  /** Those of them that were not created because of the budget, and why. */
  readonly refused: ReadonlyMap<PlannedJob, string>
}

/**
 * Creates or adopts every job, and adds it to the watch. Create itself proves whether a job exists, so two runs of one
 * file end with each job once.
 * @throws UserError if a job would start from the weights of one that is not run from here and has not completed.
 */
export async function* apply(
  jobs: readonly PlannedJob[],
  existing: Existing,
  sagemaker: SageMaker,
  watch: Watch,
  options: ApplyOptions,
): AsyncGenerator<RunEvent, Applied> {
  const application = new Application(existing, sagemaker, watch, options)
  const toCreate = jobs.filter((job) => application.decide(job).kind === 'create')
  await application.requireDonors(jobs, toCreate)
  for (const job of jobs) if (!toCreate.includes(job)) yield* application.settle(job, application.decide(job))
  for (const job of toCreate) yield* application.bring(job)
  return application
}

/** Jobs that are brought into being, one after the other. */
class Application implements Applied {
  readonly settled = new Set<PlannedJob>()
  readonly refused = new Map<PlannedJob, string>()
  readonly #existing: Existing
  readonly #sagemaker: SageMaker
  readonly #watch: Watch
  readonly #options: Required<Omit<ApplyOptions, 'file'>> & Pick<ApplyOptions, 'file'>

  constructor(existing: Existing, sagemaker: SageMaker, watch: Watch, options: ApplyOptions) {
    this.#existing = existing
    this.#sagemaker = sagemaker
    this.#watch = watch
    this.#options = { isEnough: () => false, waitForDonors: true, budget: unlimited, ...options }
  }

  decide(job: PlannedJob): Decision {
    const circumstances = { ...this.#options, hasWatched: (name: string) => this.#watch.hasWatched(name) }
    return kindOf(job).decide(job, this.#existing, circumstances)
  }

  async requireDonors(jobs: readonly PlannedJob[], toCreate: readonly PlannedJob[]): Promise<void> {
    const isWatched = (donor: string): boolean => this.#watch.hasEnded(donor) || this.#isOpen(donor)
    const missing = await learnDonors({ jobs, toCreate }, this.#existing.jobs, this.#sagemaker, isWatched)
    if (missing.length > 0) throw donorsMissing(missing, this.#options.file)
  }

  /** Creates a job as soon as its donors, its room and the budget allow; stops waiting if enough is done. */
  async *bring(job: PlannedJob): AsyncGenerator<RunEvent, void> {
    const { signal, isEnough } = this.#options
    while (!signal.aborted && !isEnough() && !this.settled.has(job)) {
      const decision = this.decide(job)
      if (decision.kind !== 'create' || job.step === undefined) yield* this.settle(job, decision)
      else if (!this.#areDonorsReady(job)) yield* this.#waitForDonors(job)
      else if (!this.#hasRoom(job)) yield* this.#waitForRoom('max_parallel', job.kind)
      else if (await this.#mayCost(job)) yield* this.#create(job, job.step, decision)
      else if (!this.settled.has(job)) yield* this.#waitForRoom('budget')
    }
  }

  async *settle(job: PlannedJob, { kind, name }: Decision): AsyncGenerator<RunEvent, void> {
    this.settled.add(job)
    if (kind === 'create' || kind === 'adopt') this.#watch.add({ kind: job.kind, name })
    else this.#watch.ended(job, name)
    yield kindOf(job).told(job, name, inThePast[kind])
    yield* kindOf(job).before(job, this.#existing)
  }

  async *#create(
    job: PlannedJob,
    step: NonNullable<PlannedJob['step']>,
    decision: Decision,
  ): AsyncGenerator<RunEvent, void> {
    const { name } = decision
    const answer = await this.#sagemaker.create(fromDonors(step, this.#existing.jobs), name)
    if (answer === 'created') {
      this.#options.budget.created(job, name)
      yield* this.settle(job, decision)
    } else if (answer === 'limit') yield* this.#waitForRoom('quota')
    // Another run has created it: from now on it counts as what it is.
    else await kindOf(job).learn(name, this.#existing, this.#sagemaker, step.input.Tags)
  }

  /** Whether the budget allows a job now. Gives up a job that it will never allow. */
  async #mayCost(job: PlannedJob): Promise<boolean> {
    const room = await this.#options.budget.room(job)
    if (room.kind === 'yes') return true
    if (room.kind === 'no' || !this.#options.waitForDonors) {
      this.settled.add(job)
      this.refused.set(job, room.because)
    }
    return false
  }

  #areDonorsReady(job: PlannedJob): boolean {
    return readiness(job, this.#existing.jobs, this.#options.retries) === 'ready'
  }

  /** Donors come before the jobs that start from them, so a donor that is not open has ended. */
  async *#waitForDonors(job: PlannedJob): AsyncGenerator<RunEvent, void> {
    const running = donorsOf(job).filter((donor) => this.#isOpen(donor))
    if (running.length > 0 && this.#options.waitForDonors) {
      yield { type: 'waiting', reason: 'donor', inFlight: this.#inFlight('training') }
      yield* this.#watch.look()
      return
    }
    const ended = donorsOf(job).filter((donor) => !this.#isOpen(donor))
    for (const donor of ended) await learnDonor(donor, this.#existing.jobs, this.#sagemaker)
    if (this.#areDonorsReady(job)) return
    this.settled.add(job)
    const [donor = ''] = running.length > 0 ? running : ended.filter((one) => !this.#hasCompleted(one))
    yield kindOf(job).told(job, job.name, running.length > 0 ? 'later' : 'skipped', donor)
  }

  #hasCompleted(donor: string): boolean {
    return decide(donor, this.#existing.jobs, 0).kind === 'done'
  }

  #isOpen(jobName: string): boolean {
    return this.#watch.open().some(({ name }) => parseAttempt(name).name === jobName)
  }

  #hasRoom({ kind, maximumParallel = Infinity }: PlannedJob): boolean {
    return this.#inFlight(kind) < maximumParallel
  }

  #inFlight(kind?: PlannedJob['kind']): number {
    return this.#watch.open().filter((job) => kind === undefined || job.kind === kind).length
  }

  async *#waitForRoom(
    reason: 'max_parallel' | 'quota' | 'budget',
    kind?: PlannedJob['kind'],
  ): AsyncGenerator<RunEvent, void> {
    yield { type: 'waiting', reason, inFlight: this.#inFlight(kind) }
    yield* this.#watch.look()
  }
}

const inThePast = { create: 'created', adopt: 'adopted', done: 'done', failed: 'failed' } as const
