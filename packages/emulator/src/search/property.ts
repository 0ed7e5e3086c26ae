/** Property names of Search, `Metrics.loss` or `ModelArtifacts.S3ModelArtifacts`, as ways to read what is searched. */
import { shapeOf } from '../protocol/api.js'
import { validation } from '../protocol/errors.js'
import { seconds } from '../protocol/timestamp.js'
import { isObject } from '../protocol/wire-types.js'
import type { ResourceRecord } from '../state/kind.js'
import { tagsByKey } from './searchable.js'
import type { Searchable } from './searchable.js'

/** `hyperparameter` is text that may be a number; `container` can only be asked whether it exists. */
export type PropertyKind = 'text' | 'number' | 'metric' | 'time' | 'boolean' | 'hyperparameter' | 'container'

/** A property: its kind, and its values in an item; a path through a list has several, an absent one none. */
export interface Property<Item> {
  readonly name: string
  readonly kind: PropertyKind
  readonly read: (item: Item) => readonly unknown[]
}

/** A property below one element of a list, for NestedFilters. */
export interface ElementProperty {
  readonly name: string
  readonly kind: PropertyKind
  readonly read: (element: unknown) => readonly unknown[]
}

/** Returns the property of a name. Prefixes and member names are read in any case; keys of maps, metrics and tags exactly. */
export function propertyOf<Item extends ResourceRecord>(name: string, resource: Searchable<Item>): Property<Item> {
  const dot = name.indexOf('.')
  const key = name.slice(dot + 1)
  const prefix = dot < 0 ? '' : name.slice(0, dot).toLowerCase()
  const keyed = prefix === 'tags' ? tagsByKey : resource.keyed?.[prefix]
  if (keyed) return { name, kind: keyed.kind, read: (item) => keyed.read(item, key) }
  if (name.toLowerCase() === 'lastmodifiedtime')
    return { name, kind: 'time', read: (item) => [seconds(item.lastModifiedTime)] }
  const { path, kind } = resolve(resource, resource.shape, name.split('.'), name)
  return { name, kind, read: (item) => readPath(resource.recordOf(item), path) }
}

/** Returns a reader of a list property's elements, and of the properties below one element. */
export function nestedPropertyOf<Item extends ResourceRecord>(
  name: string,
  resource: Searchable<Item>,
): {
  readonly elements: (item: Item) => readonly unknown[]
  readonly property: (below: string) => ElementProperty
} {
  const { path, shape } = resolve(resource, resource.shape, name.split('.'), name)
  const member = shapeOf(shape).member?.shape
  if (member === undefined)
    throw validation(`NestedPropertyName "${name}" is not a list of properties of resource ${resource.name}.`)
  return {
    elements: (item) => readPath(resource.recordOf(item), path),
    property: (below) => {
      const prefix = `${name}.`
      if (!below.toLowerCase().startsWith(prefix.toLowerCase()))
        throw validation(`Filter name "${below}" must begin with "${prefix}", its NestedPropertyName.`)
      const inner = resolve(resource, member, below.slice(prefix.length).split('.'), below)
      return { name: below, kind: inner.kind, read: (element) => readPath(element, inner.path) }
    },
  }
}

function resolve({ name }: { readonly name: string }, shapeName: string, segments: readonly string[], whole: string) {
  let shape = shapeName
  const path: string[] = []
  for (const segment of segments) {
    while (shapeOf(shape).type === 'list') shape = shapeOf(shape).member?.shape ?? ''
    const { type, members = {}, value } = shapeOf(shape)
    const member = Object.keys(members).find((each) => each.toLowerCase() === segment.toLowerCase())
    const next = type === 'map' ? value?.shape : member === undefined ? undefined : members[member]?.shape
    if (next === undefined) throw validation(`Unknown property name "${whole}" for resource ${name}.`)
    path.push(member ?? segment)
    shape = next
  }
  return { path, shape, kind: kindOf(shape) }
}

function kindOf(shapeName: string): PropertyKind {
  const { type, member } = shapeOf(shapeName)
  if (type === 'list' && member) return kindOf(member.shape)
  if (type === 'string') return 'text'
  if (type === 'boolean') return 'boolean'
  if (type === 'timestamp') return 'time'
  return type === 'structure' || type === 'map' || type === 'list' ? 'container' : 'number'
}

function readPath(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => readPath(item, path))
  const [first, ...rest] = path
  if (first === undefined) return value === undefined ? [] : [value]
  return isObject(value) && Object.hasOwn(value, first) ? readPath(value[first], rest) : []
}
