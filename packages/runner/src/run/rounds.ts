/**
 * A plan whose later parts depend on the results of earlier ones, carried out:
 *
 *     plan → apply → watch → learn ─┐
 *      ▲                            │ as soon as all that some part waits for has ended, while others still run
 *      └────────────────────────────┘ until nothing more can come of it
 */

import type { Deferred, Diagnostic, Plan, TuningRecord } from '@assay/core'
import { parseAttempt } from '@assay/core/internal'

import { apply } from './apply.js'
import { hasFailed } from '../jobs/attempts.js'
import { openBudget } from './budget-guard.js'
import type { RunEvent } from '../base/events.js'
import { lostParts, type NotRun, partsNotRun, partsRefused } from './not-run.js'
import type { Services } from '../target/open-target.js'
import { deferredOf, partOf, type PlannedJob, plannedJobs } from '../jobs/planned-jobs.js'
import type { Prepared } from '../prepare/prepare.js'
import { recordExperiment } from '../prepare/record-experiment.js'
import { expectedOf, searchJobs } from '../observe/search.js'
import { readSearches } from '../observe/searches.js'
import type { Watch, WatchedJob } from './watch.js'

/** How to carry out a plan. */
export interface RoundOptions {
  /** Stages, variants or seeds; none is all. */
  readonly refs: readonly string[]
  /** How often a job that failed is repeated; Infinity when the user asked for it. */
  readonly retries: number
  /** Creates what can be created now, and waits for nothing. */
  readonly detach: boolean
  /** Watches every job that is created or adopted. */
  readonly watch: Watch
  readonly signal: AbortSignal
}

/** The outcome of a plan. */
export interface Outcome {
  /** As far as it is known now. */
  readonly plan: Plan
  readonly searches: readonly TuningRecord[]
  /** The picked jobs. */
  readonly jobs: readonly PlannedJob[]
  /** The picked parts that still wait for results. */
  readonly deferred: readonly Deferred[]
  /** Those of them that will never run, and searches whose parents have no result. */
  readonly notRun: readonly NotRun[]
  /** Jobs that still run. */
  readonly open: readonly WatchedJob[]
  /** The names of the training jobs that were watched. */
  readonly watched: readonly string[]
}

/** Creates, adopts and watches every job of a file, and plans again when results make more known. */
export async function* inRounds(
  prepared: Prepared,
  services: Services,
  { refs, retries, detach, watch, signal }: RoundOptions,
): AsyncGenerator<RunEvent, Outcome> {
  const { sagemaker, storage } = services
  const experiment = prepared.experiment.name
  const settled = new Set<string>()
  const lost = lostParts()
  const told = new Set(prepared.warnings.map(placed))
  const budget = await openBudget(prepared, services)
  const refused: NotRun[] = []
  let [plan, searches]: [Plan, readonly TuningRecord[]] = [prepared.plan, []]
  for (;;) {
    searches = await readSearches({ ...prepared, plan }, sagemaker, searches) //       learn
    const records = await searchJobs(sagemaker, experiment, expectedOf(plan, watch.seenEnd('training')))
    // A job that this run will repeat has no result yet: jobs that start from it wait.
    const isToRepeat = (name: string): boolean => retries > 0 && !settled.has(name) && hasFailed(name, records)
    const decisive = [...records.values()].filter(({ name }) => !isToRepeat(parseAttempt(name).name))
    const results = { searches, records: decisive, retry: retries > 0 }
    const planned = prepared.planWith(results) //                                      plan
    plan = planned.plan
    await recordExperiment({ ...prepared, plan }, storage)
    yield { type: 'plan', plan: partOf(plan, refs) }
    yield* newWarnings(planned.warnings, told)

    const [jobs, deferred] = [plannedJobs(plan, prepared.variants, refs), deferredOf(plan, refs)]
    const todo = jobs.filter(({ name, ref }) => !settled.has(name) && !lost.covers(ref))
    const open = watch.open()
    const isOver = todo.length === 0 && (detach || open.length === 0)
    const notRun = isOver ? [...refused, ...(detach ? [] : partsNotRun(partOf(plan, refs), lost, searches))] : []
    yield* notRun.map((part) => ({ type: 'not-run', ...part }) as const)
    if (isOver || signal.aborted) {
      return { plan, searches, jobs, deferred, notRun, open, watched: watch.seen('training') }
    }

    const isReady = readiness(deferred, watch)
    const existing = { jobs: records, searches: new Map(searches.map((record) => [record.name, record])) }
    const options = { retries, signal, isEnough: isReady, waitForDonors: !detach, budget, file: prepared }
    const came = yield* apply(todo, existing, sagemaker, watch, options) //            apply
    for (const { name } of came.settled) settled.add(name)
    refused.push(...partsRefused(came.refused))
    if (!detach) yield* watch.follow(isReady) //                                       watch
    lost.learn(deferred, watch)
  }
}

/** Returns whether a part has become ready since now: all that it waits for has ended, some of it only now. */
function readiness(deferred: readonly Deferred[], watch: Watch): () => boolean {
  const hasEnded = (jobName: string): boolean => watch.hasEnded(jobName)
  const before = new Set(deferred.flatMap(({ after }) => after.filter(hasEnded)))
  return () => deferred.some(({ after }) => after.every(hasEnded) && !after.every((jobName) => before.has(jobName)))
}

/** Yields each warning once. */
function* newWarnings(warnings: readonly Diagnostic[], told: Set<string>): Generator<RunEvent, void> {
  for (const warning of warnings) {
    const text = placed(warning)
    if (!told.has(text)) yield { type: 'warning', text }
    told.add(text)
  }
}

function placed({ file, line, column, code, message }: Diagnostic): string {
  return `${file}:${line}:${column}  ${code}  ${message}`
}
