/** Why figures cannot give a verdict, whatever they are. */

import type { JobRecord } from '@assay/core'

import type { ReportedObjective, Verdict } from '../report/report.js'
import type { MeasuredVariant } from '../records/runs.js'
import { failuresForbidBetter } from './failures.js'
import { chosenBy, type Judged } from './judging.js'
import { fewestSeeds } from './verdict.js'

/** The verdict to show instead, and the reason if it is not plain from the verdict. */
export interface Barrier {
  readonly verdict: Verdict
  readonly reason?: string
}

/** Returns why these figures cannot give a verdict; undefined if they can. */
export function barrier(
  judged: Judged,
  sides: readonly MeasuredVariant[],
  { objective, isSearched }: { readonly objective: ReportedObjective; readonly isSearched: boolean },
): Barrier | undefined {
  const { n, difference, part, basis, seedsAgree } = judged
  const [one, other] = sides
  if (n === 0) return { verdict: 'no result' }
  if (one?.variant.incomparable !== undefined) return { verdict: 'not comparable', reason: one.variant.incomparable }
  if (one && other && onOtherRows(judged, one, other)) return { verdict: 'not comparable' }
  const rowsAlone = seedsAgree && basis === 'rows'
  if ((n < fewestSeeds && !rowsAlone) || difference === undefined) return { verdict: 'too few seeds' }
  if (!Number.isFinite(difference.mean) || difference.sources.some(({ variance }) => !Number.isFinite(variance))) {
    return { verdict: "can't tell", reason: 'The metric has no value on some draws of these rows.' }
  }
  if (difference.sources.every(({ variance }) => variance === 0) && difference.mean !== 0) {
    const reason = seedsAgree
      ? 'Every seed gave the same result, so that seeds are no evidence, however many.'
      : 'Nothing varies between these seeds and rows, so that there is nothing to judge the difference by.'
    return { verdict: "can't tell", reason }
  }
  const chose = part === 'validation' ? chosenBy(objective, sides, isSearched) : undefined
  return chose === undefined
    ? undefined
    : {
        verdict: "can't tell",
        reason: `It was judged on the rows that ${chose}, which flatters whichever had more to choose from. Test rows would judge it: “data: {split: {test: 10%}}”.`,
      }
}

/** Returns whether the rows differ. Predictions tell; without them, other validation rows make the test rows doubtful too. */
export function onOtherRows({ otherRows, basis }: Judged, one: MeasuredVariant, other: MeasuredVariant): boolean {
  return otherRows || (basis === 'means' && haveOtherRows(one, other))
}

/** Returns whether seeds failed for reasons that the variant itself may cause, so that the rest flatters it. */
export function hidesFailures({ runs }: MeasuredVariant): boolean {
  const reasons = runs.flatMap(({ status, reason }) => (status === 'failed' ? [reason ?? ''] : []))
  return failuresForbidBetter(reasons, runs.length)
}

/** Whether jobs of the same seed say that their validation rows differ. */
function haveOtherRows(one: MeasuredVariant, other: MeasuredVariant): boolean {
  const theirs = new Map(other.runs.map(({ seed, record }) => [seed, digestOf(record)]))
  return one.runs.some(({ seed, record }) => {
    const [own, its] = [digestOf(record), theirs.get(seed)]
    return own !== undefined && its !== undefined && own !== its
  })
}

const digestOf = (record: JobRecord | undefined): string | undefined => record?.artefact?.environment?.validationDigest
