/** Keys that the grammar has and this version cannot handle: reported, never ignored. */

import type { Experiment, Recipe, Stage } from '../language/experiment.js'
import type { Rule, RuleContext } from './written/rule.js'

const experimentKeys = ['claims', 'on_failure', 'deploy'] as const satisfies readonly (keyof Experiment)[]
const recipeKeys = ['algorithm', 'container'] as const satisfies readonly (keyof Recipe)[]

/** Refuses what is not available yet. */
export const availability: Rule = (context) => {
  refuseKeys(context, context.experiment, experimentKeys)
  for (const { recipe } of context.recipes) {
    refuseKeys(context, recipe, recipeKeys)
    refuseInstances(context, recipe)
  }
  for (const stage of Object.values(context.experiment.stages)) refuseStage(context, stage)
}

function refuseKeys({ report }: RuleContext, object: object, keys: readonly string[]): void {
  for (const key of keys) {
    if (Object.hasOwn(object, key)) report('not-available', `"${key}" is not available yet.`, [object, key, 'key'])
  }
}

/** Each would train a model of its own. */
function refuseInstances({ report }: RuleContext, { resources }: Recipe): void {
  const { instance_count: count = 1 } = resources ?? {}
  if (resources === undefined || count === 1) return
  const message = `Training on ${count} instances is not available yet; a job of the trainer runs on one.`
  report('not-available', message, [resources, 'instance_count'])
}

function refuseStage(context: RuleContext, stage: Stage): void {
  const { kind = 'train' } = stage
  if (kind === 'transform') {
    return context.report('not-available', `"kind: ${kind}" is not available yet.`, [stage, 'kind'])
  }
  if (stage.channel !== undefined) {
    const message = '"channel" belongs to "kind: transform", which is not available yet.'
    context.report('not-available', message, [stage, 'channel', 'key'])
  }
}
