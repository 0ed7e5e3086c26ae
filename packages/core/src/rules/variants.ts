/** A stage with variants has at least one: with none, nothing would be trained, silently. */

import type { Rule } from './written/rule.js'

/** Refuses `variants` without a variant. */
export const variants: Rule = ({ experiment, report }) => {
  for (const [name, stage] of Object.entries(experiment.stages)) {
    if (stage.variants === undefined || Object.keys(stage.variants).length > 0) continue
    const message = `"variants" of "${name}" is empty, so that nothing would be trained; expected at least one variant, or no "variants".`
    report('bad-value', message, [stage, 'variants', 'key'])
  }
}
