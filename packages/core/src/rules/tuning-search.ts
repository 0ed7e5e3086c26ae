/** How a search goes about it: its limits, and what SageMaker's strategies cannot do. */

import { counted } from '../base/counted.js'
import type { Stage } from '../language/experiment.js'
import type { Place, Rule, RuleContext } from './written/rule.js'
import { wholeSpace } from './written/search-spaces.js'

/** The greatest RandomSeed of SageMaker. */
const lastSeed = 2_147_483_647

interface Search {
  readonly name: string
  readonly stage: Stage
  readonly strategy: NonNullable<Stage['strategy']>
  /** How many training definitions there are. */
  readonly definitions: number
}

/** Checks every tuning stage. */
export const tuningSearch: Rule = (context) => {
  for (const [name, stage] of Object.entries(context.experiment.stages)) {
    if (stage.kind !== 'tune') continue
    const definitions = Object.keys(stage.variants ?? {}).length
    const search = { name, stage, strategy: stage.strategy ?? 'bayesian', definitions: Math.max(definitions, 1) }
    checkLimits(search, context)
    checkStrategy(search, context)
    checkDefinitions(search, context)
  }
}

function checkLimits({ name, stage, strategy }: Search, { experiment, report }: RuleContext): void {
  const { max_trials: most, confirm = 0, stop_when: { not_improving } = {}, resources } = stage
  if (most === undefined && strategy !== 'grid') {
    report('missing-key', `The key "max_trials" is missing in the stage "${name}".`, [experiment.stages, name, 'key'])
  }
  if (most !== undefined && confirm > most) {
    report(
      'bad-search',
      `"confirm" is ${confirm}, more than the ${counted(most, 'trial')} that there ${most === 1 ? 'is' : 'are'}.`,
      [stage, 'confirm'],
    )
  }
  if (most !== undefined && resources?.max_parallel !== undefined && resources.max_parallel > most) {
    const message = `"max_parallel" is ${resources.max_parallel}, more than the ${counted(most, 'trial')} that there ${most === 1 ? 'is' : 'are'}.`
    report('bad-search', message, [resources, 'max_parallel'])
  }
  if (stage.warm_start?.control === 'cold' && stage.search_seed === lastSeed) {
    const message = `"search_seed" is ${lastSeed}, the last that there is, and the cold control takes the next one; expected less.`
    report('bad-search', message, [stage, 'search_seed'])
  }
  if (not_improving !== undefined && not_improving < 3) {
    const message = `"not_improving" is ${not_improving}; SageMaker takes at least 3 trials.`
    report('bad-search', message, [stage.stop_when ?? stage, 'not_improving'])
  }
}

function checkStrategy(search: Search, context: RuleContext): void {
  const { stage, strategy } = search
  if (strategy !== 'grid' && strategy !== 'hyperband') return
  if (stage.warm_start) {
    const message = `A ${strategy} search cannot start from another one; SageMaker warm-starts bayesian and random ones.`
    context.report('bad-search', message, [stage, 'warm_start', 'key'])
  }
  if (strategy === 'grid') checkGrid(search, context)
  else checkHyperband(search, context)
}

function checkGrid({ name, stage }: Search, { experiment, report }: RuleContext): void {
  const space = wholeSpace(experiment, name)
  let size = 1
  for (const [hyperparameter, range] of Object.entries(space)) {
    if ('values' in range) size *= range.values.length
    else {
      const message = `A grid tries every value, so that "${hyperparameter}" needs "values" instead of a range.`
      return report('bad-search', message, [stage.search_space ?? stage, hyperparameter])
    }
  }
  if (stage.max_trials !== undefined && stage.max_trials !== size) {
    const message = `"max_trials" is ${stage.max_trials}, but the grid has ${counted(size, 'combination')}; leave it out.`
    report('bad-search', message, [stage, 'max_trials'])
  }
}

/** Hyperband ends bad trials itself, and counts what it spends in epochs. */
function checkHyperband({ name, stage }: Search, { experiment, report }: RuleContext): void {
  if (stage.early_stopping === 'auto') {
    const message = 'Hyperband ends trials by itself; SageMaker refuses "early_stopping: auto" with it.'
    report('bad-search', message, [stage, 'early_stopping'])
  }
  if (Object.hasOwn(wholeSpace(experiment, name), 'epochs')) {
    const message = 'Hyperband decides how many epochs each trial gets, so that "epochs" cannot be searched.'
    report('bad-search', message, [stage.search_space ?? stage, 'epochs', 'key'])
  }
}

/** SageMaker allows each of these with a single training definition only. */
function checkDefinitions({ stage, strategy, definitions }: Search, { report }: RuleContext): void {
  if (definitions > 10) {
    const message = `There are ${definitions} variants; a tuning job takes at most 10 training definitions.`
    report('bad-search', message, [stage, 'variants', 'key'])
  }
  if (definitions < 2) return
  const refuse = (what: string, place: Place): void =>
    report(
      'bad-search',
      `SageMaker takes ${what} with a single training definition only, and each of the ${definitions} variants is one. Make a stage of each.`,
      place,
    )
  if (stage.warm_start) refuse('a warm start', [stage, 'warm_start', 'key'])
  if (stage.early_stopping === 'auto') refuse('"early_stopping: auto"', [stage, 'early_stopping', 'key'])
  if (strategy === 'grid' || strategy === 'hyperband') refuse(`"strategy: ${strategy}"`, [stage, 'strategy', 'key'])
}
