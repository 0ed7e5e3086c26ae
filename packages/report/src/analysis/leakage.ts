/** Held-out rows that jobs were trained on: a model may know them by heart, and figures on them flatter it. */

import type { ReportedLeakage } from '../report.js'
import type { MeasuredRun } from './runs.js'
import type { TrialRun } from './trial-runs.js'

/** Returns, for each part of which any job had such rows, the job that had the greatest share. */
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

/** Returns a sentence for each part. */
export function leakageSentences(found: readonly ReportedLeakage[]): string[] {
  return found.map(({ part, rows, of, jobs, jobsCounted }) => {
    const what = rows === 1 ? 'is a training row too' : 'are training rows too'
    const where = jobs === jobsCounted ? '' : ` in ${jobs} of ${jobsCounted} jobs, at worst`
    return `${rows} of the ${of} ${part} rows ${what}${where}: a model may know ${rows === 1 ? 'it' : 'them'} by heart, and its figures on the ${part} rows are too good then.`
  })
}
