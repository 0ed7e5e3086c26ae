/** Why jobs failed, as far as it bears on a comparison: a failure that the model caused says something about the model. */

/** Causes of a failure. All but `lost` can come from the model. */
export type FailureCause = 'not a number' | 'out of memory' | 'out of time' | 'own exit code' | 'instance lost'

/** A failed seed hides the worst results of a variant unless there are so many others that it cannot matter. */
const enoughSeeds = 20

/** Returns the cause that a FailureReason names. */
export function causeOf(reason: string): FailureCause {
  if (/spot|instance .*(terminated|lost|interrupted)|capacity|internalservererror|internal server error/i.test(reason))
    return 'instance lost'
  if (/\bnan\b|not a (finite )?number|infinit|without a finite value|diverg/i.test(reason)) return 'not a number'
  if (/out of memory|outofmemory|\boom\b|memoryerror|cannot allocate|exit code:? 137/i.test(reason))
    return 'out of memory'
  if (/maxruntime|max_runtime|exceeded.*runtime|time limit/i.test(reason)) return 'out of time'
  return 'own exit code'
}

/**
 * Returns whether failures forbid "better": with the failed seeds the variant might be worse.
 * @param reasons of the seeds that failed; @param seeds all seeds that were planned.
 */
export function failuresForbidBetter(reasons: readonly string[], seeds: number): boolean {
  const informative = reasons.filter((reason) => causeOf(reason) !== 'instance lost').length
  return informative > 0 && (seeds < enoughSeeds || informative / seeds > 0.05)
}
