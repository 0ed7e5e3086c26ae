/** "Did you mean": the known name nearest to one that is not known. */

import { distance } from 'fastest-levenshtein'

/** Comparing takes time, and a file may have very many names. */
const mostCompared = 1000
const longest = 100

/** Returns the nearest of the known names, if one is near: at most two letters in five differ. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined
  const lower = name.toLowerCase()
  let nearest: { name: string; distance: number } | undefined
  let compared = 0
  for (const candidate of known) {
    if (++compared > mostCompared) break
    const farthest = Math.max(1, Math.floor(Math.max(name.length, candidate.length) * 0.4))
    if (Math.abs(name.length - candidate.length) > farthest) continue
    const apart = distance(lower, candidate.toLowerCase())
    if (apart <= farthest && apart < (nearest?.distance ?? Infinity)) nearest = { name: candidate, distance: apart }
  }
  return nearest?.name
}
