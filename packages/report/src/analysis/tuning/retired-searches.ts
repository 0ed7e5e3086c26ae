/** Tuning jobs that nothing in the plan uses. */

import { decodeTags, type JobRecord, type Plan, type TuningRecord } from '@assay/core'

import type { RetiredSearch } from '../../report/search-report.js'
import { bestObjective, betterThan } from './search-trials.js'
import { tuningStatus } from './searches.js'
import { trialRuns } from '../../records/trial-runs.js'

/** Returns the experiment's tuning jobs that are neither an arm's nor an arm's parents, by name. */
export function retiredSearches(
  { stages, experiment }: Plan,
  searches: readonly TuningRecord[],
  records: readonly JobRecord[],
): RetiredSearch[] {
  const needed = new Set(stages.flatMap(({ arms = [] }) => arms.flatMap((arm) => [...arm.jobNames, ...arm.parents])))
  const byName = new Map(records.map((record) => [record.name, record]))
  return searches
    .filter(({ name, tags }) => !needed.has(name) && decodeTags(tags)?.experiment === experiment.name)
    .map((tuning) => {
      const ref = decodeTags(tuning.tags)?.variant
      const best = bestObjective(trialRuns(tuning, byName), betterThan(experiment.objective.goal))
      return {
        name: tuning.name,
        status: tuningStatus(tuning),
        ...(ref !== undefined && { ref }),
        trials: tuning.trials.length,
        ...(best !== undefined && { best }),
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
