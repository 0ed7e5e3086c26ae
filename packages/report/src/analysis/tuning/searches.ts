/** Each search of the plan: the chain of tuning jobs behind an arm read as one, beside the searches that it started from. */

import type { JobRecord, Plan, PlannedArm, PlannedDefinition, PlannedStage, Prices, TuningRecord } from '@assay/core'

import type { JobCounts, RunStatus, StageComparison } from '../../report/report.js'
import type { ParentSearch, SearchAnalysis, SearchedDefinition, SearchedJob } from '../../report/search-report.js'
import { confirmation } from './confirmation.js'
import { earlyStoppingSaving } from './early-stopping.js'
import { importance } from './importance.js'
import { countRuns, type MeasuredVariant } from '../../records/runs.js'
import { dimensionsOf } from './search-space.js'
import { bestObjective, bestOf, betterThan, trialsOf } from './search-trials.js'
import { spending } from './spending.js'
import { activeSeconds, windowOf, type Window } from './windows.js'
import { trialRuns, type TrialRun } from '../../records/trial-runs.js'

/** The sources of a search's analysis. */
export interface SearchEvidence {
  readonly searches: readonly TuningRecord[]
  readonly records: readonly JobRecord[]
  readonly variants: readonly MeasuredVariant[]
  readonly comparisons: readonly StageComparison[]
  readonly prices?: Prices | undefined
}

/** One search with the trials it was read from. */
export interface ReadSearch {
  readonly analysis: SearchAnalysis
  readonly arm: PlannedArm
  /** In the order of `analysis.trials`. */
  readonly runs: readonly TrialRun[]
  readonly windows: readonly Window[]
  readonly parentRuns: readonly TrialRun[]
  readonly parentWindows: readonly Window[]
}

/** Returns every arm of the plan's tuning stages. */
export function readSearches(plan: Plan, evidence: SearchEvidence): ReadSearch[] {
  const byName = new Map(evidence.searches.map((tuning) => [tuning.name, tuning]))
  const records = new Map(evidence.records.map((record) => [record.name, record]))
  return plan.stages.flatMap((stage) =>
    (stage.arms ?? []).map((arm) => readSearch(arm, stage, { plan, byName, records, evidence })),
  )
}

interface Shelf {
  readonly plan: Plan
  readonly byName: ReadonlyMap<string, TuningRecord>
  readonly records: ReadonlyMap<string, JobRecord>
  readonly evidence: SearchEvidence
}

function readSearch(arm: PlannedArm, stage: PlannedStage, shelf: Shelf): ReadSearch {
  const { plan, byName, records, evidence } = shelf
  const chain = arm.jobNames.flatMap((name) => byName.get(name) ?? [])
  const parents = arm.parents.flatMap((name) => byName.get(name) ?? [])
  const runs = chain.flatMap((tuning) => trialRuns(tuning, records))
  const windows = chain.map(windowOf)
  const definitions = arm.definitions.map((planned) => ({ planned, ...searched(planned, arm, stage, chain) }))
  const isBetter = betterThan(plan.experiment.objective.goal)
  const trials = trialsOf(runs, chain, definitions, windows, isBetter, evidence.prices)
  const best = bestOf(trials, isBetter)
  const waiting = plan.deferred.some(({ ref }) => ref === arm.ref)
  const saved = earlyStoppingSaving(trials, runs, evidence.prices)
  const analysis: SearchAnalysis = {
    ref: arm.ref,
    stage: stage.name,
    strategy: arm.strategy,
    earlyStopping: arm.earlyStopping,
    maximumTrials: arm.maximumTrials,
    maximumParallel: arm.maximumParallel,
    status: statusOf(arm, chain, waiting),
    waitsFor: arm.knownAfter,
    tuningJobs: searchedJobs(chain),
    parents: arm.parents.map((name) => parentSearch(name, shelf, isBetter)),
    ...(arm.warmStart && { warmStart: arm.warmStart }),
    counts: countsOf(runs, arm, chain, waiting),
    stoppedEarly: runs.filter(({ stoppedEarly }) => stoppedEarly).length,
    trials,
    ...(best && { best }),
    spent: spending(runs, windows, evidence.prices),
    definitions: definitions.map(({ planned, name, dimensions }): SearchedDefinition => ({
      ref: planned.ref,
      dimensions,
      unknown: planned.unknown,
      fixed: planned.hyperparameters,
      importance: importance(
        dimensions,
        trials.filter(({ definition }) => definition === name),
      ),
    })),
    ...(saved && { saved }),
    confirmation: confirmation(arm, stage, trials, evidence, plan.experiment.objective.goal),
  }
  return {
    analysis,
    arm,
    runs,
    windows,
    parentRuns: parents.flatMap((tuning) => trialRuns(tuning, records)),
    parentWindows: parents.map(windowOf),
  }
}

/** A definition's name among the tuning job's is the last part of its ref; a single one has none. */
function searched(
  planned: PlannedDefinition,
  arm: PlannedArm,
  stage: PlannedStage,
  chain: readonly TuningRecord[],
): { name: string | undefined; dimensions: SearchedDefinition['dimensions'] } {
  const several = arm.definitions.length > 1
  const last = planned.ref.startsWith(`${stage.name}/`) ? planned.ref.slice(stage.name.length + 1) : planned.ref
  const names = chain.flatMap(({ definitions }) => definitions.flatMap(({ name }) => name ?? []))
  const name = several
    ? (names.find((one) => one === last) ?? names.find((one) => one === planned.ref) ?? last)
    : undefined
  return { name, dimensions: dimensionsOf(planned, name, chain) }
}

function searchedJobs(chain: readonly TuningRecord[]): SearchedJob[] {
  let firstTrial = 1
  return chain.map((tuning) => {
    const job = {
      name: tuning.name,
      status: tuningStatus(tuning),
      ...(tuning.failureReason !== undefined && { reason: tuning.failureReason }),
      trials: tuning.trials.length,
      firstTrial,
      wallSeconds: activeSeconds([windowOf(tuning)]),
      ...(tuning.createdAt !== '' && { createdAt: tuning.createdAt }),
    }
    firstTrial += tuning.trials.length
    return job
  })
}

/** Returns a tuning job's status. */
export function tuningStatus({ status }: TuningRecord): RunStatus {
  if (status === 'InProgress' || status === 'Stopping') return 'running'
  if (status === 'Completed') return 'completed'
  return status === 'Failed' ? 'failed' : 'stopped'
}

function statusOf(arm: PlannedArm, chain: readonly TuningRecord[], waiting: boolean): RunStatus {
  if (chain.some((tuning) => tuningStatus(tuning) === 'running')) return 'running'
  const last = chain.at(-1)
  if (last === undefined || waiting || chain.length < arm.jobNames.length) return 'pending'
  return tuningStatus(last)
}

/** A search that has ended asks for no more, though it ended before its last trial; one that has not may need them all. */
function countsOf(
  runs: readonly TrialRun[],
  arm: PlannedArm,
  chain: readonly TuningRecord[],
  waiting: boolean,
): JobCounts {
  const open = ['running', 'pending'].includes(statusOf(arm, chain, waiting))
  return { ...countRuns(runs), pending: open ? Math.max(0, arm.maximumTrials - runs.length) : 0 }
}

function parentSearch(
  name: string,
  { plan, byName, records, evidence }: Shelf,
  isBetter: (a: number, b: number) => boolean,
): ParentSearch {
  const tuning = byName.get(name)
  const runs = tuning === undefined ? [] : trialRuns(tuning, records)
  const ref = plan.stages.flatMap(({ arms = [] }) => arms).find(({ jobNames }) => jobNames.includes(name))?.ref
  const best = bestObjective(runs, isBetter)
  return {
    tuningJob: name,
    ...(ref !== undefined && { ref }),
    known: tuning !== undefined,
    trials: runs.length,
    ...(best !== undefined && { best }),
    spent: spending(runs, tuning === undefined ? [] : [windowOf(tuning)], evidence.prices),
  }
}
