/**
 * From a plan and what became of its jobs to a report.
 *
 *     Plan, JobRecord[]
 *        │ measure        each planned run with the record that answers it
 *        ▼
 *     MeasuredVariant[]
 *        ├ leaderboard    mean objective, ranked; failures stay visible
 *        ├ comparisons    each variant with its `of`, seed by seed
 *        ├ mainEffects    each axis of a matrix over the others
 *        ├ learningCurves, bestModel, environments, jobRows, retired
 *        ▼
 *     Report              plain JSON; `answer` puts its figures into sentences
 */

import type { JobRecord, Plan, TuningRecord } from '@assay/core'

import { answer } from './analysis/answer.js'
import { bestModel } from './analysis/best-model.js'
import { comparisons } from './analysis/comparisons.js'
import { environments, jobRows, totalTime } from './analysis/jobs.js'
import { leaderboard } from './analysis/leaderboard.js'
import { learningCurves } from './analysis/learning-curves.js'
import { mainEffects } from './analysis/main-effects.js'
import { countRuns, measure, retired } from './analysis/runs.js'
import { objectiveDecimals } from './objective-decimals.js'
import type { Report } from './report.js'
import { shellWord } from './shell.js'

/** What the edge knows about a run and the plan does not. */
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
  /** What an hour of one instance costs, by instance type. Without it, times are reported and no money. */
  readonly prices?: Prices
}

/** Prices as somebody gave them: none are assumed. */
export interface Prices {
  /** ISO 4217, such as USD. */
  readonly currency: string
  /** By instance type. */
  readonly perInstanceHour: Readonly<Record<string, number>>
}

/** Returns what the records say about the plan. The same plan, records and context give the same report. */
export function analyse(plan: Plan, records: readonly JobRecord[], context: ReportContext = {}): Report {
  const { objective, name, question, digest } = plan.experiment
  const variants = measure(plan, records)
  const jobs = jobRows(variants)
  const ranked = leaderboard(variants, objective.goal, (ref) => reproduceCommand(ref, context))
  const byRef = new Map(variants.map((measured) => [measured.variant.ref, measured]))
  const inOrder = ranked.flatMap(({ ref }) => byRef.get(ref) ?? [])
  const best = bestModel(ranked[0]?.rank === 1 ? inOrder[0] : undefined)
  const found = {
    objective,
    progress: countRuns(jobs),
    leaderboard: ranked,
    comparisons: comparisons(plan, variants),
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
    searches: [],
    warmStarts: [],
    matrices: mainEffects(plan, variants),
    learningCurves: learningCurves(inOrder, objective.metric),
    ...(best && { best }),
    time: totalTime(jobs),
    environments: environments(variants),
    jobs,
    retired: retired(plan, records),
    retiredSearches: [],
  }
}

function reproduceCommand(ref: string, { file, target, setOverrides = [] }: ReportContext): string {
  const sets = setOverrides.flatMap((override) => ['--set', override])
  const where = target === undefined || target === 'local' ? [] : ['--target', target]
  return ['assay', 'run', file ?? 'FILE', ref, ...sets, ...where].map(shellWord).join(' ')
}
