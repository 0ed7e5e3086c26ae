/** One type for each hyperparameter, over all variants: the same job set must not depend on which variant came first. */

import type { HyperparameterType } from '../../contract/training-spec.js'
import { trainerRow } from '../../contract/trainer-hyperparameters.js'
import { typeOfValues } from '../../engines/read-hyperparameters.js'
import type { ResolvedVariant } from '../../engines/resolve-variant.js'

/** Returns the type of every hyperparameter that some variant reads. */
export function hyperparameterTypes(resolved: readonly ResolvedVariant[]): Record<string, HyperparameterType> {
  const values = new Map<string, Set<string | number | boolean>>()
  for (const { hyperparameters } of resolved) {
    for (const [name, value] of Object.entries(hyperparameters)) {
      const known = values.get(name)
      if (known) known.add(value)
      else values.set(name, new Set([value]))
    }
  }
  return Object.fromEntries([...values].map(([name, seen]) => [name, trainerRow(name)?.type ?? typeOfValues(seen)]))
}
