/** The best trials of a search, trained again as ordinary variants on seeds that the search has not seen. */

import type { Scalar } from '../../language/experiment.js'
import type { Variant } from '../../variants/expand.js'
import { canonicalJson } from '../../base/digest.js'
import { rankTrials } from './rank-trials.js'
import type { Trial, TuningRecord } from '../../contract/tuning-record.js'
import { typedValues } from './chain.js'
import { withValues } from './search-definition.js'
import type { KnownSpace, RankedTrial, SearchDefinition } from '../arm.js'

type Goal = TuningRecord['objective']['goal']

/** Returns the best trials with different hyperparameters, at most `count`; of equal ones the earlier is the better. */
export function topTrials(chain: readonly TuningRecord[], goal: Goal, count: number): readonly RankedTrial[] {
  const tuned = everTuned(chain)
  const valuesOf = new Map(chain.flatMap((record) => trialValues(record, tuned)))
  const distinct = new Map<string, RankedTrial>()
  for (const trial of rankTrials([...valuesOf.keys()], goal)) {
    const values = valuesOf.get(trial) ?? {}
    const key = canonicalJson([trial.definition, values])
    if (!distinct.has(key)) distinct.set(key, { trial, values })
  }
  return [...distinct.values()].slice(0, count)
}

function everTuned(chain: readonly TuningRecord[]): ReadonlySet<string> {
  return new Set(chain.flatMap(({ definitions }) => definitions.flatMap(({ ranges }) => Object.keys(ranges))))
}

/** Each trial with its own values and those that it shares with the others of its tuning job. */
function trialValues(
  { definitions, trials }: TuningRecord,
  tuned: ReadonlySet<string>,
): readonly (readonly [Trial, RankedTrial['values']])[] {
  const [only, ...others] = definitions
  const all = only !== undefined && others.length === 0 ? Object.entries(typedValues(only)) : []
  const shared = Object.fromEntries(all.filter(([name]) => tuned.has(name)))
  return trials.map((trial) => [trial, { ...shared, ...trial.hyperparameters }])
}

/** Returns the best trial, if any has a result. */
export function bestTrial(chain: readonly TuningRecord[], goal: Goal): RankedTrial | undefined {
  return topTrials(chain, goal, 1)[0]
}

/** Returns `fine/top-1`, `fine/top-2` …: the stage's recipe with the hyperparameters of its best trials. */
export function confirmedVariants(
  arm: string,
  trials: readonly RankedTrial[],
  definitions: readonly (SearchDefinition & { readonly fixed: KnownSpace['fixed'] })[],
): readonly Variant[] {
  return trials.flatMap(({ trial, values: tuned }, rank) => {
    const found = definitions.find(({ variant }) => variant.search.definition === trial.definition) ?? definitions[0]
    if (found === undefined) return []
    const { search: _, result: __, ...variant } = found.variant
    const values: Record<string, Scalar | null> = {
      ...variant.recipe.hyperparameters,
      ...found.fixed,
      ...tuned,
    }
    const { jobName, definition } = trial
    const repeats = { trial: jobName, ...(definition === undefined ? {} : { definition }) }
    return [{ ...withValues(variant, values), ref: `${arm}/top-${rank + 1}`, repeats }]
  })
}
