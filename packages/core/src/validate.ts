/** What an experiment's keys mean together: the rules that a schema cannot say, one a file, in an explicit list. */

import type { Catalogue } from './catalogue.js'
import type { Diagnostic } from './diagnostic.js'
import type { Experiment } from './experiment.js'
import type { Positions } from './positions.js'
import type { Rule } from './rules/rule.js'
import { createRuleContext } from './rules/rule.js'

const rules: readonly Rule[] = []

/** Returns what is wrong with an experiment that fits the schema. */
export function validate(experiment: Experiment, positions: Positions, catalogue?: Catalogue): Diagnostic[] {
  const { context, diagnostics } = createRuleContext(experiment, positions, catalogue)
  for (const rule of rules) rule(context)
  return diagnostics
}
