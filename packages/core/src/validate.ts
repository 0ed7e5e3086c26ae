/** Rules about what keys mean together, which no schema can express: one a file, in explicit lists. */

import type { Catalogue } from './model/catalogue.js'
import type { Diagnostic } from './language/diagnostic.js'
import type { Experiment } from './language/experiment.js'
import type { Positions } from './language/positions.js'
import { createReporter } from './language/reporter.js'
import { availability } from './rules/availability.js'
import { budgets } from './rules/budgets.js'
import { completeness } from './rules/completeness.js'
import { data } from './rules/data.js'
import { expressions } from './rules/expressions.js'
import { hyperparameterTypes } from './rules/hyperparameter-types.js'
import { initWeights } from './rules/init-weights.js'
import { layers } from './rules/layers.js'
import { matrix } from './rules/matrix.js'
import { model } from './rules/model.js'
import { names } from './rules/names.js'
import { objective } from './rules/objective.js'
import { references } from './rules/references.js'
import { createRuleContext } from './rules/written/rule.js'
import type { Rule } from './rules/written/rule.js'
import { seeds } from './rules/seeds.js'
import { tags } from './rules/tags.js'
import { tuningKeys } from './rules/tuning-keys.js'
import { tuningRanges } from './rules/tuning-ranges.js'
import { tuningSearch } from './rules/tuning-search.js'
import { variants } from './rules/variants.js'
import { warmStart } from './rules/warm-start.js'

/** Rules about what is written: they hold for a part of an experiment too. */
const localRules: readonly Rule[] = [
  availability,
  objective,
  data,
  model,
  layers,
  names,
  hyperparameterTypes,
  seeds,
  tags,
  tuningKeys,
  variants,
]

/** Rules about what is not written, or elsewhere. What only planning can check, such as shapes, is in `plan/`. */
const wholeRules: readonly Rule[] = [
  completeness,
  expressions,
  references,
  initWeights,
  matrix,
  tuningRanges,
  tuningSearch,
  warmStart,
  budgets,
]

/** Options of the validation. */
export interface ValidateOptions {
  /** The zoo; without it architectures, layers and arguments are not checked. */
  readonly catalogue: Catalogue | undefined
  /** Whether parts were left out, because something is wrong with them: then only `localRules` hold. */
  readonly isPartial: boolean
}

/** Returns what is wrong with an experiment that fits the schema. */
export function validate(
  experiment: Experiment,
  positions: Positions,
  { catalogue, isPartial }: ValidateOptions,
): readonly Diagnostic[] {
  const reporter = createReporter(positions)
  const context = createRuleContext(experiment, positions, catalogue, reporter)
  for (const rule of isPartial ? localRules : [...localRules, ...wholeRules]) rule(context)
  return reporter.found
}
