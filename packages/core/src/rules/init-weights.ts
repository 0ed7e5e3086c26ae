/** `init_weights.from` names a variant, a search or a job, as far as the file itself can tell. */

import type { Stage } from '../language/experiment.js'
import { modelUri, parseDonor } from '../variants/donor.js'
import { checkReference } from './references.js'
import type { Place, Rule, RuleContext } from './written/rule.js'

/** Checks where weights come from. */
export const initWeights: Rule = (context) => {
  const { experiment, recipes, report } = context
  const names = Object.keys(experiment.stages)
  for (const { recipe } of recipes) {
    const init = recipe.init_weights
    if (!init) continue
    for (const key of ['layers', 'freeze'] as const) {
      if (init[key]?.length !== 0) continue
      const message = `"${key}" is empty; expected at least one glob over ids of layers. ${withoutKey[key]}`
      report('bad-init-weights', message, [init, key])
    }
    const place = [init, 'from'] as const
    const donor = parseDonor(init.from)
    if (donor.kind === 'job') {
      if (modelUri(donor.jobName, '') === undefined) {
        const message = `Starting from the weights of a job that assay did not name ("${init.from}") is not available yet.`
        report('not-available', message, place)
      }
    } else if (donor.kind === 'variant') {
      const [name = ''] = donor.ref.split('/')
      const stage = Object.hasOwn(experiment.stages, name) ? experiment.stages[name] : undefined
      if (stage?.kind === 'tune') checkSearch(donor.ref, stage, place, context)
      else checkReference(donor.ref, place, names, context)
    }
  }
}

const withoutKey = {
  layers: 'Without it, or with null where one is inherited, every layer is taken whose id, type and shapes match.',
  freeze: 'Without it, or with null where one is inherited, every layer is trained.',
} as const

/** A tuning stage hands on its best trial, or one that it trains again: the best of them, or one by its rank. */
function checkSearch(ref: string, stage: Stage, place: Place, { report }: RuleContext): void {
  const [, name = '', cold, result] = /^([^/]+)(\/cold)?(?:\/(best|top-[1-9]\d*))?$/.exec(ref) ?? []
  const { confirm = 0, warm_start: warm } = stage
  const rank = Number(result?.slice('top-'.length))
  if (name === '' || (cold !== undefined && result === 'best')) {
    const message = `"${ref}" is no result of a search; expected its best trial, "${ref.split('/')[0]}", or one that it has trained again, such as "${ref.split('/')[0]}/best".`
    report('unknown-reference', message, place)
  } else if (cold !== undefined && warm?.control !== 'cold') {
    report('unknown-reference', `"${name}" has no cold control; it is written "warm_start: {control: cold}".`, place)
  } else if (confirm === 0 && ref !== name) {
    const message = `"${name}" trains no trial again; write "confirm: 1" in it, or take its best trial, "from: ${name}".`
    report('unknown-reference', message, place)
  } else if (rank > confirm) {
    report('unknown-reference', `"${ref}" is not trained again: "${name}" has "confirm: ${confirm}".`, place)
  }
}
