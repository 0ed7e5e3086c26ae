/** The context of a rule. */

import type { Catalogue } from '../../model/catalogue.js'
import type { Experiment, Recipe, Stage, Variation } from '../../language/experiment.js'
import type { Positions } from '../../language/positions.js'
import type { Report, Reporter } from '../../language/reporter.js'

export type { Place, ReportOptions } from '../../language/reporter.js'

/** Reports everything that is wrong with one aspect of an experiment that fits the schema. */
export type Rule = (context: RuleContext) => void

/** What a rule is given. */
export interface RuleContext {
  readonly experiment: Experiment
  readonly catalogue: Catalogue | undefined
  readonly positions: Positions
  /** Every recipe as written: the file's own, each stage's, each variant's. */
  readonly recipes: readonly WrittenRecipe[]
  readonly report: Report
}

/** A recipe, and the stage and variant that it was written in. */
export interface WrittenRecipe {
  readonly recipe: Recipe | Stage | Variation
  readonly stage?: string
  readonly variant?: string
}

/** Returns what every rule of an experiment is given. */
export function createRuleContext(
  experiment: Experiment,
  positions: Positions,
  catalogue: Catalogue | undefined,
  { report }: Reporter,
): RuleContext {
  return { experiment, catalogue, positions, recipes: recipesOf(experiment), report }
}

function recipesOf(experiment: Experiment): WrittenRecipe[] {
  const stages = Object.entries(experiment.stages).flatMap(([stage, recipe]): WrittenRecipe[] => [
    { recipe, stage },
    ...Object.entries(recipe.variants ?? {}).flatMap(([variant, variation]) =>
      variation === null ? [] : [{ recipe: variation, stage, variant }],
    ),
  ])
  return [{ recipe: experiment }, ...stages]
}
