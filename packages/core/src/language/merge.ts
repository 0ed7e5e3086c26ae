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

/** The engines of a job; choosing one drops the others and their hyperparameters. */
export const engines = ['model', 'algorithm', 'container'] as const

/** The kind of a map, which decides how one is merged over another. */
type Kind = 'recipe' | 'data' | 'model' | 'edit' | 'edited layer' | 'search_space' | 'range' | 'other'

/** Alternatives of which only one is kept, each a group of keys. */
const alternatives: Readonly<Partial<Record<Kind, readonly (readonly string[])[]>>> = {
  data: [['set'], ['channels']],
  range: [['min', 'max', 'scale', 'type'], ['values'], ['narrow']],
}

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

/**
 * Returns `change` over `base`, both a recipe or more (a whole file); neither is changed. `positions` learns where each
 * member of the result stands.
 */
export function merge<T extends object>(base: T, change: object, positions: Positions): T {
  return mergeMaps('recipe', base as PlainObject, change as PlainObject, positions) as T
}

function mergeMaps(kind: Kind, base: PlainObject, change: PlainObject, positions: Positions): PlainObject {
  const dropped = droppedBy(kind, base, change)
  const merged: Record<string, unknown> = {}
  for (const key of Object.keys(base)) if (!dropped.has(key)) merged[key] = base[key]
  for (const [key, value] of Object.entries(change)) {
    if (value === null && kind !== 'edit') delete merged[key]
    else merged[key] = mergeMember(kindOf(key, kind), merged[key], value, { base, positions })
  }
  positions.merge(merged, base, change)
  return merged
}

function kindOf(key: string, parent: Kind): Kind {
  if (parent === 'search_space') return 'range'
  if (parent === 'edit') return 'edited layer'
  if (parent === 'recipe' && (key === 'data' || key === 'model' || key === 'search_space')) return key
  return parent === 'model' && key === 'edit' ? 'edit' : 'other'
}

interface Context {
  readonly base: PlainObject
  readonly positions: Positions
}

function mergeMember(kind: Kind, old: unknown, value: unknown, { base, positions }: Context): unknown {
  if (!isMap(value)) return value
  if (kind === 'data' && typeof old === 'string') {
    return mergeMaps(kind, dataNamed(old, base, positions), value, positions)
  }
  if (isMap(old) && !isAnother(kind, old, value)) return mergeMaps(kind, old, value, positions)
  return containsNull(value) ? mergeMaps(kind, {}, value, positions) : value
}

/** Keys of `base` that lose their meaning because `change` chose an alternative. */
function droppedBy(kind: Kind, base: PlainObject, change: PlainObject): ReadonlySet<string> {
  const groups = alternatives[kind] ?? []
  const chosen = groups.find((group) => group.some((key) => isSet(change, key)))
  if (chosen) return new Set(groups.filter((group) => group !== chosen).flat())
  const engine = kind === 'recipe' ? engines.find((key) => isSet(change, key)) : undefined
  const others = engine === undefined ? [] : engines.filter((key) => key !== engine && isSet(base, key))
  return new Set(others.length > 0 ? [...others, 'hyperparameters'] : [])
}

function isSet(map: PlainObject, key: string): boolean {
  return Object.hasOwn(map, key) && map[key] !== null && map[key] !== undefined
}

/**
 * A model that names its architecture or its layers is another model: edits of the old one do not carry over. In an
 * edit, arguments add up, while another layer replaces the one before.
 */
function isAnother(kind: Kind, old: PlainObject, value: PlainObject): boolean {
  if (kind === 'model') return isSet(value, 'architecture') || isSet(value, 'layers')
  return kind === 'edited layer' && [old, value].some((map) => Object.values(map).some(isMap))
}

/** `data: mnist` is short for `data: {set: mnist}`. */
function dataNamed(set: string, recipe: PlainObject, positions: Positions): PlainObject {
  const data = { set }
  positions.rename(data, 'set', recipe, 'data')
  return data
}

function containsNull(map: PlainObject): boolean {
  return Object.values(map).some((member) => member === null || (isMap(member) && containsNull(member)))
}

function isMap(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
