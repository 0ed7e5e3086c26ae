/** What an experiment's keys mean together: the rules that a schema cannot say, one a file, in an explicit list. */

import type { Catalogue } from './catalogue.js'
import type { Diagnostic } from './diagnostic.js'
import type { Experiment } from './experiment.js'
import type { Positions } from './positions.js'
import { availability } from './rules/availability.js'
import { data } from './rules/data.js'
import { expressions } from './rules/expressions.js'
import { hyperparameterTypes } from './rules/hyperparameter-types.js'
import { layers } from './rules/layers.js'
import { matrix } from './rules/matrix.js'
import { model } from './rules/model.js'
import { names } from './rules/names.js'
import { objective } from './rules/objective.js'
import { references } from './rules/references.js'
import { createRuleContext } from './rules/rule.js'
import type { Rule } from './rules/rule.js'
import { seeds } from './rules/seeds.js'
import { tags } from './rules/tags.js'

/** Every rule. Those that planning alone can check, such as shapes that fit, are in `plan/`. */
const rules: readonly Rule[] = [
  availability,
  objective,
  data,
  model,
  layers,
  expressions,
  names,
  hyperparameterTypes,
  references,
  seeds,
  matrix,
  tags,
]

/** Returns what is wrong with an experiment that fits the schema; rules about the zoo need its catalogue. */
export function validate(experiment: Experiment, positions: Positions, catalogue?: Catalogue): Diagnostic[] {
  const { context, diagnostics } = createRuleContext(experiment, positions, catalogue)
  for (const rule of rules) rule(context)
  return diagnostics
}
