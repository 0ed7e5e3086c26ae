/** Hyperparameters that no variant reads: a typing error that would otherwise pass in silence. */

import type { Diagnostic } from '../language/diagnostic.js'
import type { Experiment, Hyperparameters, Recipe } from '../language/experiment.js'
import type { Position, Positions } from '../language/positions.js'
import { suggest } from '../base/suggest.js'
import { trainerHyperparameters } from '../contract/trainer-hyperparameters.js'
import { placed } from '../language/plan-error.js'
import { isNeutral, templateNames } from '../engines/read-hyperparameters.js'
import type { ResolvedVariant } from '../engines/resolve-variant.js'
import type { SearchDefinition } from './tuning/search-definition.js'

/** Returns an error for every written hyperparameter that no variant reads, at its key. */
export function unreadHyperparameters(
  experiment: Experiment,
  variants: readonly ResolvedVariant[],
  definitions: readonly Pick<SearchDefinition, 'reads' | 'resolved'>[],
  positions: Positions,
): Diagnostic[] {
  const resolved = [...variants, ...definitions.map((one) => one.resolved)]
  const read = new Set([
    ...resolved.flatMap((one) => Object.keys(one.hyperparameters)),
    ...definitions.flatMap(({ reads }) => [...reads]),
  ])
  const known = [
    ...new Set([
      ...read,
      ...Object.keys(trainerHyperparameters),
      ...resolved.flatMap((one) => templateNames(one.template.layers)),
    ]),
  ]
  return writtenHyperparameters(experiment).flatMap((written) =>
    Object.keys(written)
      .filter((name) => !read.has(name) && written[name] !== null && !isNeutral(name, written[name]))
      .map((name) => unread(name, known, placed(positions.of(written, name, 'key'), positions))),
  )
}

function unread(name: string, known: readonly string[], position: Position): Diagnostic {
  const isTrainer = Object.hasOwn(trainerHyperparameters, name)
  const near = isTrainer ? undefined : suggest(name, known)
  return {
    code: 'unread-hyperparameter',
    message: isTrainer
      ? `No variant reads the hyperparameter "${name}" with the optimizers, schedules, losses and data used here.`
      : `No variant reads the hyperparameter "${name}". The model reads one by writing "$${name}".`,
    severity: 'error',
    ...(near === undefined ? {} : { suggestion: near }),
    ...position,
  }
}

/** Every `hyperparameters` map of the file: its own, the stages', the variants'; a matrix and a search space count as one. */
function writtenHyperparameters(experiment: Experiment): Hyperparameters[] {
  const stages = Object.values(experiment.stages)
  const recipes: (Recipe | null)[] = [
    experiment,
    ...stages,
    ...stages.flatMap((stage) => Object.values(stage.variants ?? {})),
  ]
  const matrices = stages.flatMap((stage) => (stage.matrix ? [stage.matrix] : []))
  const spaces = [...stages, ...stages.flatMap((stage) => Object.values(stage.variants ?? {}))].flatMap((one) =>
    one?.search_space ? [one.search_space] : [],
  )
  const maps = [...matrices, ...spaces] as readonly unknown[] as readonly Hyperparameters[]
  return [...recipes.flatMap((recipe) => (recipe?.hyperparameters ? [recipe.hyperparameters] : [])), ...maps]
}
