/** Rules about what keys mean together, which no schema can express: one a file, in explicit lists. */

import type { Catalogue } from '../model/catalogue.js'
import type { Diagnostic } from '../language/diagnostic.js'
import type { Experiment } from '../language/experiment.js'
import type { Positions } from '../language/positions.js'
import { createReporter } from '../language/reporter.js'
import { availability } from './availability.js'
import { budgets } from './budgets.js'
import { completeness } from './completeness.js'
import { data } from './data.js'
import { expressions } from './expressions.js'
import { hyperparameterTypes } from './hyperparameter-types.js'
import { initWeights } from './init-weights.js'
import { layers } from './layers.js'
import { matrix } from './matrix.js'
import { model } from './model.js'
import { names } from './names.js'
import { objective } from './objective.js'
import { references } from './references.js'
import { createRuleContext } from './rule.js'
import type { Rule } from './rule.js'
import { seeds } from './seeds.js'
import { tags } from './tags.js'
import { tuningKeys } from './tuning-keys.js'
import { tuningRanges } from './tuning-ranges.js'
import { tuningSearch } from './tuning-search.js'
import { variants } from './variants.js'
import { warmStart } from './warm-start.js'

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
