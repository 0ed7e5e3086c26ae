/** The verdict on a comparison. */

import type { Verdict } from '../report/report.js'
import { confidence, type Difference } from '../statistics/statistics.js'

/** Below this number of seeds a verdict would rest on luck; the figures are still shown. */
export const fewestSeeds = 5

/** The figures that decide a verdict. */
export interface Evidence {
  readonly same: boolean
  readonly n: number
  readonly found?: Difference
  readonly adjustedP?: number | undefined
  readonly minEffect: number
}

/**
 * Returns the verdict. `no difference` needs an interval that lies within ± the smallest effect of interest; `better` and
 * `worse` need an adjusted p below 5 % and a mean at least as large as that effect; the rest is `can't tell`.
 */
export function verdict({ same, n, found, adjustedP, minEffect }: Evidence): Verdict {
  if (same) return 'same jobs'
  if (n === 0) return 'no result'
  if (n < fewestSeeds || found === undefined) return 'too few seeds'
  if (within(found, minEffect)) return 'no difference'
  const told = adjustedP !== undefined && adjustedP < 1 - confidence && Math.abs(found.mean) >= minEffect
  if (!told) return "can't tell"
  return found.mean > 0 ? 'better' : 'worse'
}

/** Without a smallest effect only an interval of no width at 0 is no difference: every seed gave the very same. */
function within({ interval, zeroVariance, p }: Difference, minEffect: number): boolean {
  if (minEffect === 0) return zeroVariance && p === 1
  return interval.low >= -minEffect && interval.high <= minEffect
}
