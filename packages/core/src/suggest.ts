/** "Did you mean": the known name nearest to one that is not known. */

import { distance } from 'fastest-levenshtein'

/** Returns the nearest of the known names, if one is near: at most two letters in five differ. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  const lower = name.toLowerCase()
  if (name.length > 100) return undefined
  let nearest: { name: string; distance: number } | undefined
  for (const candidate of known) {
    const farthest = Math.max(1, Math.floor(Math.max(name.length, candidate.length) * 0.4))
    const apart = distance(lower, candidate.toLowerCase())
    if (apart <= farthest && apart < (nearest?.distance ?? Infinity)) nearest = { name: candidate, distance: apart }
  }
  return nearest?.name
}
