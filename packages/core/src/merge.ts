/**
 * One part of an experiment over another: how `extends`, `of`, stages and variants change a recipe. Maps are merged
 * key by key, lists and scalars are replaced, `null` takes away, and choosing an alternative replaces the old one whole.
 */

import type { Recipe } from './experiment.js'
import type { Positions } from './positions.js'

type PlainObject = Readonly<Record<string, unknown>>

/** The keys of a recipe: the same in the file, in a stage and in a variant. */
export const recipeKeys = [
  'data',
  'model',
  'algorithm',
  'container',
  'hyperparameters',
  'init_weights',
  'resources',
] as const satisfies readonly (keyof Recipe)[]

/** What a job can train with; choosing one drops the others, and the hyperparameters that were theirs. */
export const engines = ['model', 'algorithm', 'container'] as const

/** Keys of one map of which only one alternative can stand. */
const alternatives: readonly (readonly (readonly string[])[])[] = [
  [['set'], ['channels']],
  [['min', 'max', 'scale', 'type'], ['values'], ['narrow']],
]

/**
 * Returns the recipe that `change` (a stage, a variant, or a file) makes of `base`; keys of `change` that are not a
 * recipe's are left alone. Edits of the model are merged by selector.
 */
export function mergeRecipe(base: Recipe, change: Recipe, positions: Positions): Recipe {
  const chosen: Record<string, unknown> = {}
  for (const key of recipeKeys) if (Object.hasOwn(change, key)) chosen[key] = change[key]
  positions.merge(chosen, {}, change)
  return merge(base, chosen, positions)
}

/** Returns `change` over `base`; neither is changed. `positions` learns where each member of the result stands. */
export function merge<T extends object>(base: T, change: object, positions: Positions): T {
  return mergeObjects(base as PlainObject, change as PlainObject, positions) as T
}

function mergeObjects(base: PlainObject, change: PlainObject, positions: Positions): PlainObject {
  const dropped = droppedBy(base, change)
  const merged: Record<string, unknown> = {}
  for (const key of Object.keys(base)) if (!dropped.has(key)) merged[key] = base[key]
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete merged[key]
    else merged[key] = mergeMember(key, merged[key], value, { base, change, positions })
  }
  positions.merge(merged, base, change)
  return merged
}

interface Sides {
  readonly base: PlainObject
  readonly change: PlainObject
  readonly positions: Positions
}

function mergeMember(key: string, old: unknown, value: unknown, sides: Sides): unknown {
  if (!isPlainObject(value)) return value
  if (key === 'edit') return isPlainObject(old) ? mergeEdits(old, value, sides.positions) : value
  if (key === 'data' && typeof old === 'string') return mergeObjects(dataNamed(old, sides), value, sides.positions)
  if (isPlainObject(old)) return startsAnew(key, value) ? value : mergeObjects(old, value, sides.positions)
  return containsNull(value) ? mergeObjects({}, value, sides.positions) : value
}

/** Keys of `base` that lose their meaning because `change` chose an alternative. */
function droppedBy(base: PlainObject, change: PlainObject): ReadonlySet<string> {
  const dropped = new Set<string>()
  for (const groups of alternatives) {
    const chosen = groups.find((group) => group.some((key) => change[key] !== undefined && change[key] !== null))
    if (chosen) for (const group of groups) if (group !== chosen) for (const key of group) dropped.add(key)
  }
  const engine = engines.find((key) => change[key] !== undefined && change[key] !== null)
  const others = engines.filter((key) => key !== engine && base[key] !== undefined)
  if (engine !== undefined && others.length > 0) for (const key of [...others, 'hyperparameters']) dropped.add(key)
  return dropped
}

/** A model that names its architecture or its layers is another model: edits of the old one do not carry over. */
function startsAnew(key: string, value: PlainObject): boolean {
  return key === 'model' && (Object.hasOwn(value, 'architecture') || Object.hasOwn(value, 'layers'))
}

/** In edits `null` is a value, the layer taken away. Arguments add up; another layer replaces what was said before. */
function mergeEdits(base: PlainObject, change: PlainObject, positions: Positions): PlainObject {
  const merged: Record<string, unknown> = { ...base }
  for (const [selector, edit] of Object.entries(change)) {
    const old = merged[selector]
    merged[selector] = isArguments(old) && isArguments(edit) ? mergeObjects(old, edit, positions) : edit
  }
  positions.merge(merged, base, change)
  return merged
}

function isArguments(edit: unknown): edit is PlainObject {
  return isPlainObject(edit) && !Object.values(edit).some(isPlainObject)
}

/** `data: mnist` is short for `data: {set: mnist}`. */
function dataNamed(set: string, { base, positions }: Sides): PlainObject {
  const data = { set }
  positions.rename(data, 'set', base, 'data')
  return data
}

function containsNull(value: PlainObject): boolean {
  return Object.values(value).some((member) => member === null || (isPlainObject(member) && containsNull(member)))
}

function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
