/** Trials as rows among the jobs. */

import { defined } from '@assay/core/internal'

import type { JobRow } from '../../report/report.js'
import { endOf } from '../jobs.js'
import { withShortMetrics } from '../../records/runs.js'
import type { ReadSearch } from './searches.js'

/** Returns one row for each trial of a search. */
export function trialRows({ analysis, arm, runs }: ReadSearch): JobRow[] {
  return analysis.trials.map((trial, index) => {
    const record = runs[index]?.record
    return {
      name: trial.jobName,
      status: trial.status,
      ...defined('reason', trial.reason),
      variants: [],
      trial: { search: arm.ref, number: trial.number, stoppedEarly: trial.stoppedEarly },
      seed: searchSeed,
      ...defined('objective', trial.objective),
      metrics: record ? withShortMetrics(record).metrics : {},
      hyperparameters: { ...fixedOf(trial.definition, analysis), ...trial.hyperparameters },
      ...endOf(record),
    }
  })
}

/** Every trial is trained with this seed, which no variant may have. */
const searchSeed = 0

function fixedOf(definition: string | undefined, { definitions }: ReadSearch['analysis']): JobRow['hyperparameters'] {
  const own = definitions.find(({ ref }) => definition === undefined || ref.endsWith(`/${definition}`))
  return own?.fixed ?? {}
}
