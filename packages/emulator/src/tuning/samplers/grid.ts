/** Grid search: every combination of the categories once. */
import { assignmentKey, combination, combinations } from '../space/combinations.js'
import { taken } from '../space/history.js'
import type { Sampler } from './sampler.js'

/**
 * Suggests the first combination that was not tried, the last parameter fastest. SageMaker's grid takes categorical
 * ranges only; integers are counted as categories here, and continuous ranges are refused before a search starts.
 */
export const gridSampler: Sampler = (space, history) => {
  const seen = taken(space, history)
  const count = combinations(space)
  if (count === Infinity) return undefined
  for (let index = 0; index < count && index <= seen.size; index++) {
    const assignment = combination(space, index)
    if (!seen.has(assignmentKey(space, assignment))) return assignment
  }
  return undefined
}
