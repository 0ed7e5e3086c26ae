/** Held-out rows that jobs were trained on: a model may know them by heart, and figures on them flatter it. */

import type { ReportedLeakage } from '../report/report.js'
import type { MeasuredRun } from '../records/runs.js'
import type { TrialRun } from '../records/trial-runs.js'

/** Returns the job with the greatest share of such rows, for each part that has any. */
export function leakages(runs: readonly Pick<MeasuredRun | TrialRun, 'record' | 'jobName'>[]): ReportedLeakage[] {
  const jobs = new Map(runs.flatMap(({ record, jobName }) => (record?.artefact ? [[jobName, record.artefact]] : [])))
  return (['validation', 'test'] as const).flatMap((part) => {
    const counted = [...jobs.values()].flatMap(({ environment }) =>
      environment?.leakage ? [{ rows: environment.leakage[part], of: environment.rows[part] }] : [],
    )
    const having = counted.filter(({ rows }) => rows > 0).sort((a, b) => b.rows / b.of - a.rows / a.of)
    const [worst] = having
    return worst ? [{ part, ...worst, jobs: having.length, jobsCounted: counted.length }] : []
  })
}
