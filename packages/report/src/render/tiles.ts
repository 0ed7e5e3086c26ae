/** The figures at the top of the report. */

import { testMetric } from '../records/metric-names.js'
import { count, duration, figure, money } from '../answer/figures.js'
import type { Report } from '../report/report.js'
import type { Tile } from './base/blocks.js'

/** Returns the best variant, its test result, the jobs and the time they took. */
export function tiles(report: Report, decimals: number): Tile[] {
  const { leaderboard, objective, progress, time, searches, cost } = report
  const best = leaderboard[0]
  const test = best?.metrics[testMetric(objective.metric) ?? '']
  const jobs = Object.values(progress).reduce((sum, n) => sum + n, 0)
  const early = searches.reduce((sum, { stoppedEarly }) => sum + stoppedEarly, 0)
  const open = [
    progress.failed && `${progress.failed} failed`,
    progress.stopped > early && `${progress.stopped - early} stopped`,
    early > 0 && `${early} stopped early`,
    progress.running && `${progress.running} running`,
    progress.pending && `${progress.pending} not started`,
  ].filter(Boolean)
  return [
    ...(best?.objective
      ? [{ label: `best ${objective.metric}`, value: figure(best.objective.mean, decimals), note: best.ref }]
      : []),
    ...(test
      ? [
          {
            label: `its ${testMetric(objective.metric)}`,
            value: figure(test.mean, decimals),
            note: count(test.n, 'seed'),
          },
        ]
      : []),
    { label: 'jobs completed', value: `${progress.completed} of ${jobs}`, note: open.join(', ') || 'none failed' },
    {
      label: 'training time',
      value: duration(time.trainingSeconds),
      note: `${duration(time.billableSeconds)} billable`,
    },
    ...(cost?.amount === undefined
      ? []
      : [{ label: 'cost', value: money({ ...cost, amount: cost.amount }), note: 'of jobs that have ended' }]),
  ]
}
