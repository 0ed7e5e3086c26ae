/**
 * Turns a plan and the records of its jobs into a report.
 *
 *     Plan, JobRecord[]
 *        │ measure        each planned run with the record that answers it
 *        ▼
 *     MeasuredVariant[]
 *        ├ leaderboard    mean objective, ranked; failures stay visible
 *        ├ comparisons    each variant with its `of`, seed by seed
 *        ├ readSearches   TuningRecord[]: each search: its trials, its cost, its confirmation
 *        ├ warmStarts     a child beside its parents and its cold control
 *        ├ mainEffects    each axis of a matrix over the others
 *        ├ leakages       held-out rows that were trained on
 *        ├ learningCurves, bestModel, environments, jobRows, retired
 *        ▼
 *     Report              plain JSON; `answer` puts its figures into sentences
 */

import type { JobRecord, Plan, Prices, TuningRecord } from '@assay/core'

import { answer } from './answer/answer.js'
import { bestModel } from './analysis/best-model.js'
import { comparisons } from './analysis/comparisons.js'
import { contenders } from './analysis/contenders.js'
import { environments, jobRows, totalTime } from './analysis/jobs.js'
import { leaderboard } from './analysis/leaderboard.js'
import { leakages } from './analysis/leakage.js'
import { costOfJobs } from './analysis/cost.js'
import { learningCurves } from './analysis/learning-curves.js'
import { mainEffects } from './analysis/main-effects.js'
import { retiredSearches } from './analysis/tuning/retired-searches.js'
import type { RowsByJob } from './records/judged-rows.js'
import { countRuns, measure, retired } from './records/runs.js'
import { readSearches, type ReadSearch } from './analysis/tuning/searches.js'
import { trialRows } from './analysis/tuning/trial-rows.js'
import { warmStarts } from './analysis/tuning/warm-start.js'
import { objectiveDecimals } from './answer/objective-decimals.js'
import type { JobCounts, JobRow, Report } from './report/report.js'
import { shellWord } from './shell.js'

/** Facts about a run that are not in its plan. The caller collects them. */
export interface ReportContext {
  /** Where the jobs ran: `local` or `aws`. Default: local. */
  readonly target?: string
  /** The experiment file as given on the command line. */
  readonly file?: string
  /** The git commit of the experiment file. */
  readonly commit?: string
  /** Every `--set` of the command line, as `name=value`. */
  readonly setOverrides?: readonly string[]
  /**
   * The plan's tuning jobs as far as they exist, those that they were warm-started from, and others of the experiment.
   * The records of their trials come among the jobs, known by their tuning job.
   */
  readonly searches?: readonly TuningRecord[]
  /** Predictions on held-out rows by job name. Without them verdicts hold for these rows only. */
  readonly rows?: RowsByJob
  /** The price of one instance hour, by instance type. Without prices the report has times but no costs. */
  readonly prices?: Prices
}

/** Returns the report. The same plan, records and context give the same report. */
export function analyse(plan: Plan, records: readonly JobRecord[], context: ReportContext = {}): Report {
  const { objective, name, question, digest } = plan.experiment
  const { searches = [], prices, rows = new Map() } = context
  const variants = measure(plan, records)
  const ranked = leaderboard(variants, objective.goal, (ref) => reproduceCommand(ref, context))
  const byRef = new Map(variants.map((measured) => [measured.variant.ref, measured]))
  const inOrder = ranked.flatMap(({ ref }) => byRef.get(ref) ?? [])
  const best = bestModel(ranked[0]?.rank === 1 ? inOrder[0] : undefined)
  const { stages: compared, families } = comparisons(plan, variants, rows)
  const read = readSearches(plan, { searches, records, variants, comparisons: compared, prices })
  const jobs = [...jobRows(variants), ...read.flatMap(trialRows)]
  const runs = [...variants, ...read].flatMap((each) => [...each.runs])
  const cost = costOfJobs(records, new Set(jobs.map((job) => job.name)), prices)
  const found = {
    objective,
    ...(cost && { cost }),
    progress: progressOf(plan, jobs, read),
    leaderboard: ranked,
    contenders: contenders(ranked, byRef, objective, rows),
    comparisons: compared,
    families,
    searches: read.map(({ analysis }) => analysis),
    warmStarts: warmStarts(read, { variants, objective, prices, rows }),
    leakage: leakages(runs),
  }
  return {
    reportVersion: 1,
    experiment: {
      name,
      ...(question !== undefined && { question }),
      digest,
      ...(context.file !== undefined && { file: context.file }),
      target: context.target ?? 'local',
      ...(context.commit !== undefined && { commit: context.commit }),
      setOverrides: context.setOverrides ?? [],
    },
    ...found,
    answer: answer(found, objectiveDecimals(ranked)),
    matrices: mainEffects(plan, variants),
    learningCurves: learningCurves(inOrder, objective.metric),
    ...(best && { best }),
    time: totalTime(jobs),
    environments: environments(runs),
    jobs,
    retired: retired(plan, records),
    retiredSearches: retiredSearches(plan, searches, records),
  }
}

/** Jobs that wait for results of others count as pending; their number is an upper limit. */
function progressOf(plan: Plan, jobs: readonly JobRow[], read: readonly ReadSearch[]): JobCounts {
  const arms = new Set(read.map(({ arm }) => arm.ref))
  const deferred = plan.deferred.filter(({ ref }) => !arms.has(ref)).reduce((sum, part) => sum + part.jobs, 0)
  const toCome = read.reduce((sum, { analysis }) => sum + analysis.counts.pending, deferred)
  const counts = countRuns(jobs)
  return { ...counts, pending: counts.pending + toCome }
}

function reproduceCommand(ref: string, { file, target, setOverrides = [] }: ReportContext): string {
  const sets = setOverrides.flatMap((override) => ['--set', override])
  const where = target === undefined || target === 'local' ? [] : ['--target', target]
  return ['assay', 'run', file ?? 'FILE', ref, ...sets, ...where].map(shellWord).join(' ')
}
