/** Hyperparameters that no variant reads: a typing error that would otherwise pass in silence. */

import type { Experiment, Hyperparameters, Recipe } from '../language/experiment.js'
import { trainerHyperparameters } from '../contract/trainer-hyperparameters.js'
import type { Place, Reporter } from '../language/reporter.js'
import { isNeutral, templateNames } from '../engines/read-hyperparameters.js'
import type { ResolvedVariant } from '../engines/resolve-variant.js'
import type { SearchDefinition } from './arm.js'

/** Reports every written hyperparameter that no variant reads, at its key. */
export function reportUnread(
  experiment: Experiment,
  variants: readonly ResolvedVariant[],
  definitions: readonly Pick<SearchDefinition, 'reads' | 'resolved'>[],
  reporter: Reporter,
): void {
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
  for (const written of writtenHyperparameters(experiment)) {
    for (const [name, value] of Object.entries(written)) {
      if (read.has(name) || value === null || isNeutral(name, value)) continue
      report(name, [written, name, 'key'], known, reporter)
    }
  }
}

function report(name: string, place: Place, known: readonly string[], reporter: Reporter): void {
  if (Object.hasOwn(trainerHyperparameters, name)) {
    const message = `No variant reads the hyperparameter "${name}" with the optimizers, schedules, losses and data used here.`
    reporter.report('unread-hyperparameter', message, place)
  } else {
    const message = `No variant reads the hyperparameter "${name}". The model reads one by writing "$${name}".`
    reporter.report('unread-hyperparameter', message, place, { unknown: [name, known] })
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
