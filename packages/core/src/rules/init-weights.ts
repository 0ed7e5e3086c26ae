/** `init_weights.from` names a variant or a job, as far as the file itself can tell. */

import { modelUri, parseDonor } from '../plan/donor.js'
import { checkReference } from './references.js'
import type { Rule } from './rule.js'

/** Checks where weights come from. */
export const initWeights: Rule = (context) => {
  const { experiment, recipes, report } = context
  for (const { recipe, stage } of recipes) {
    const init = recipe.init_weights
    if (!init) continue
    const place = [init, 'from'] as const
    if (stage !== undefined && (experiment.stages[stage]?.kind ?? 'train') !== 'train') {
      report('not-available', '"init_weights" in a stage that does not train is not available yet.', [init])
    }
    const donor = parseDonor(init.from)
    if (donor.kind === 'job') {
      if (modelUri(donor.jobName, '') === undefined) {
        const message = `Starting from the weights of a job that assay did not name ("${init.from}") is not available yet.`
        report('not-available', message, place)
      }
    } else if (/\/(best|cold)$/.test(donor.ref)) {
      report('not-available', `A reference to "${donor.ref.split('/').at(-1)}" is not available yet.`, place)
    } else if (donor.kind === 'variant') {
      checkReference(donor.ref, place, Object.keys(experiment.stages), context)
    }
  }
}
