/** What limits a comparison, in sentences. */

import type { MeasuredVariant } from '../records/runs.js'
import type { Judged } from './judging.js'

/** Returns the notes on a comparison that its verdict does not say. */
export function comparisonNotes(
  one: MeasuredVariant,
  other: MeasuredVariant,
  judged: Judged,
  { otherRows, reasons }: { readonly otherRows: boolean; readonly reasons: readonly string[] },
): string[] {
  return [...seedNotes(one, other), ...rowNotes(otherRows, other), ...reasons, ...methodNotes(judged)]
}

function seedNotes(one: MeasuredVariant, other: MeasuredVariant): string[] {
  return [one, other].flatMap(({ variant, runs }) =>
    runs
      .filter(({ objective }) => objective === undefined)
      .map(({ seed, status }) => `Seed ${seed} of ${variant.ref} is left out: ${statusWords[status]}.`),
  )
}

function rowNotes(otherRows: boolean, { variant }: MeasuredVariant): string[] {
  return otherRows
    ? [`It was judged on other rows than ${variant.ref}: the difference may come from the rows, not from the change.`]
    : []
}

const statusWords = {
  completed: 'it has no result',
  failed: 'it failed',
  stopped: 'it was stopped',
  running: 'it still runs',
  pending: 'it has not started',
} as const

function methodNotes({ method, basis, n, seedsAgree }: Judged): string[] {
  return [
    ...(method === 'welch' ? ['The two have no completed seed in common, so they are compared unpaired.'] : []),
    ...(basis === 'means' && n > 1
      ? ['The jobs left no predictions on common rows, so the interval holds for these rows only.']
      : []),
    ...(basis === 'rows' && seedsAgree
      ? ['Every seed gave the same result: the interval is that of the rows alone.']
      : []),
  ]
}
