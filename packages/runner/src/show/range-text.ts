/** Ranges of a search as text. */

import type { PlannedDefinition, PlannedRange } from '@assay/core'

/** Returns `1e-4 … 0.1 log`, `16 … 64`, `adam | sgd`. */
export function rangeText(range: PlannedRange): string {
  if (range.kind === 'categorical') return range.values.map(String).join(' | ')
  const scale = { linear: '', log: ' log', reverse_log: ' reverse log' }[range.scale]
  return `${numberText(range.min)} … ${numberText(range.max)}${scale}`
}

/** Returns a line for each range of a definition, those that results decide included. */
export function rangeLines({ ranges, unknown }: PlannedDefinition, knownAfter: readonly string[]): readonly string[] {
  return [
    ...Object.entries(ranges).map(([name, range]) => `${name} ${rangeText(range)}`),
    ...unknown.map((name) => `${name} (known after ${knownAfter.join(', ')})`),
  ]
}

/** At most 4 digits; small and large ones with an exponent, as in a file. */
function numberText(value: number): string {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(4))
  const size = Math.abs(rounded)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return rounded.toExponential().replace('e+', 'e')
  return String(rounded)
}
