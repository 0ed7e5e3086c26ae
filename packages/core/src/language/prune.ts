/** Removes the parts of a file that do not fit the schema, so that the rest can be checked. */

import type { Positions } from './positions.js'

/** Keys and indices from the root. */
export type Path = readonly string[]

/** Replacements for required members that are missing or wrong. */
const required = { version: 1, name: 'x', objective: { metric: 'val_accuracy', goal: 'maximize' }, stages: {} }

/**
 * Returns a copy without the members at the paths; a list with a wrong item goes whole, so that the others keep their
 * numbers. What is untouched is shared with the original.
 */
export function prune(root: object, paths: readonly Path[], positions: Positions): object {
  const pruned = remove(root, paths, positions)
  const whole = { ...required, ...(isMap(pruned) ? pruned : {}) }
  positions.merge(whole, root, {})
  return whole
}

/** Returns the value without the members, or undefined if the value itself is removed. */
function remove(value: unknown, paths: readonly Path[], positions: Positions): unknown {
  if (paths.some((path) => path.length === 0)) return undefined
  const below = new Map<string, Path[]>()
  for (const [key = '', ...rest] of paths) {
    const known = below.get(key)
    if (known) known.push(rest)
    else below.set(key, [rest])
  }
  if (Array.isArray(value)) return removeFromList(value, below, positions)
  if (!isMap(value)) return undefined
  const kept: Record<string, unknown> = { ...value }
  for (const [key, inside] of below) {
    const member = remove(kept[key], inside, positions)
    if (member === undefined) delete kept[key]
    else kept[key] = member
  }
  positions.merge(kept, value, {})
  return kept
}

function removeFromList(list: readonly unknown[], below: ReadonlyMap<string, Path[]>, positions: Positions): unknown {
  const kept = list.map((item, index) => {
    const inside = below.get(String(index))
    return inside ? remove(item, inside, positions) : item
  })
  positions.merge(kept, list, {})
  return kept.includes(undefined) ? undefined : kept
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
