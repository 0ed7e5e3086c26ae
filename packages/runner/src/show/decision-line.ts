/** A run's decision about a job, as a line. */

import type { RunEvent } from '../base/events.js'
import type { Tally } from './tally.js'

/** Returns `created    NAME`; if a donor decided, with the reason. */
export function decisionLine(
  { decision, donor }: RunEvent & { type: 'job' | 'tuning' },
  name: string,
  counts: Tally,
): string {
  const line = `${decision.padEnd(9)}  ${name}`
  if (donor === undefined) return line
  const why = decision === 'skipped' ? 'has not completed' : 'still runs'
  return `${line}  ${counts.nameOf(donor)}, from whose weights it starts, ${why}`
}
