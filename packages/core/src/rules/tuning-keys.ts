/** Keys of tuning belong to tuning stages only, and keys of training to training stages. */

import type { Stage, Variation } from '../language/experiment.js'
import type { Rule, RuleContext } from './written/rule.js'

const searchKeys = [
  'strategy',
  'max_trials',
  'search_space',
  'warm_start',
  'early_stopping',
  'stop_when',
  'search_seed',
  'confirm',
] as const satisfies readonly (keyof Stage)[]

/** The replacement of a key of training stages. */
const trainingKeys: Readonly<Partial<Record<keyof Stage, string>>> = {
  seeds: 'trials have the reserved seed 0, and "confirm" trains the best again on the seeds of "of"',
  matrix: '"search_space" with "strategy: grid" tries every combination',
  exclude: 'a search has no cells to leave out',
}

/** Checks which keys each kind of stage has. */
export const tuningKeys: Rule = (context) => {
  for (const stage of Object.values(context.experiment.stages)) {
    if (stage.kind !== 'tune') refuseSearchKeys(stage, context)
    else {
      refuseTrainingKeys(stage, context)
      refuseGridSeed(stage, context)
      refuseSearchedValues(stage, context)
    }
  }
}

function refuseTrainingKeys(stage: Stage, { report }: RuleContext): void {
  for (const [key, why] of Object.entries(trainingKeys)) {
    if (!Object.hasOwn(stage, key)) continue
    report('misplaced-key', `"${key}" does not belong to a stage of "kind: tune": ${why}.`, [stage, key, 'key'])
  }
}

function refuseSearchKeys(stage: Stage, { report }: RuleContext): void {
  const refuse = (object: object, keys: readonly string[]): void => {
    for (const key of keys.filter((one) => Object.hasOwn(object, one))) {
      report('misplaced-key', `"${key}" belongs to a stage of "kind: tune".`, [object, key, 'key'])
    }
  }
  refuse(stage, searchKeys)
  for (const variant of Object.values(stage.variants ?? {})) if (variant) refuse(variant, ['search_space'])
}

function refuseGridSeed(stage: Stage, { report }: RuleContext): void {
  if (stage.strategy !== 'grid' || stage.search_seed === undefined) return
  const message = '"search_seed" does not belong to a grid, which tries every value, whatever the seed; leave it out.'
  report('misplaced-key', message, [stage, 'search_seed', 'key'])
}

/** A value that is inherited is where the search starts; one beside the range is in no trial. */
function refuseSearchedValues(stage: Stage, { report }: RuleContext): void {
  const refuse = ({ hyperparameters = {} }: Stage | Variation, space: Stage['search_space'] = {}): void => {
    for (const [name, value] of Object.entries(hyperparameters)) {
      if (value === null || !Object.hasOwn(space, name)) continue
      const message = `"${name}" has a value here and a range in "search_space", where every trial has its own from; leave one of them out.`
      report('misplaced-key', message, [hyperparameters, name, 'key'])
    }
  }
  refuse(stage, stage.search_space)
  for (const variant of Object.values(stage.variants ?? {})) {
    if (variant) refuse(variant, { ...stage.search_space, ...variant.search_space })
  }
}
