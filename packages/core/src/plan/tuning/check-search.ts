/** Checks that need the types of ranges and the parents' ranges: values and shapes that do not fit. */

import type { Stage } from '../../language/experiment.js'
import { checkCorners } from './corners.js'
import { sharedValues } from './search-definition.js'
import type { SearchDefinition } from '../arm.js'
import type { PlanFrame } from '../context.js'

/** SageMaker's limits: names of a job, less the one that it adds itself; and what Hyperband may spend on a trial. */
const mostNames = 99
const mostEpochs = 20_000

/** Says what is wrong with a tuning stage as a whole. */
export function checkSearch(stage: Stage, definitions: readonly SearchDefinition[], frame: PlanFrame): void {
  for (const definition of definitions) {
    checkCorners(definition, frame)
    checkNames(definition, frame)
    checkWarmup(definition, frame)
    if (stage.strategy === 'hyperband') checkEpochs(definition, stage, frame)
  }
}

function checkNames(definition: SearchDefinition, { reporter }: PlanFrame): void {
  const { variant, space } = definition
  const values = sharedValues(definition, { ranges: space.original, fixed: {} })
  const count = Object.keys(values).length + Object.keys(space.original).length + slots
  if (count <= mostNames) return
  const message = `A trial of "${variant.ref}" would have ${count} hyperparameters with assay's own; SageMaker takes at most ${mostNames}.`
  reporter.report('bad-search', message, [variant.source])
}

/** The seed, and the training spec's. */
const slots = 9

/** A schedule that only rises is refused by the trainer. */
function checkWarmup({ variant, resolved, space }: SearchDefinition, { reporter }: PlanFrame): void {
  const end = (name: 'warmup' | 'epochs', side: 'min' | 'max', standard: number): number => {
    const range = space.original[name]
    const value = resolved.variant.recipe.hyperparameters?.[name] ?? standard
    if (range === undefined) return Number(value)
    return range.kind === 'categorical' ? Math[side](...range.values.map(Number)) : range[side]
  }
  const [warmup, epochs] = [end('warmup', 'max', 0), end('epochs', 'min', 10)]
  if (warmup < epochs || warmup === 0) return
  const { places } = variant.search
  const searched = ['warmup', 'epochs'].find((name) => places.has(name)) ?? 'warmup'
  const message = `A trial may have ${warmup} epochs of "warmup" and ${epochs} epochs in all; expected fewer.`
  reporter.report('bad-range', message, [places.get(searched) ?? variant.source, searched])
}

function checkEpochs({ variant, resolved }: SearchDefinition, stage: Stage, { reporter }: PlanFrame): void {
  const epochs = Number(resolved.hyperparameters['epochs'])
  if (epochs >= 2 && epochs <= mostEpochs) return
  const message = `"${variant.ref}" trains ${epochs === 1 ? 'one epoch' : `${epochs} epochs`}; Hyperband shares out from 2 to ${mostEpochs} of them.`
  reporter.report('bad-search', message, [stage, 'strategy'])
}
