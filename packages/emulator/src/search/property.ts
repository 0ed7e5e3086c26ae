/** Property names of Search, `Metrics.loss` or `ModelArtifacts.S3ModelArtifacts`, as ways to read a job. */
import { shapeOf } from '../api.js'
import { searchRecord } from '../describe.js'
import { validation } from '../errors.js'
import type { TrainingJob } from '../training-job.js'
import { isObject } from '../wire-types.js'

/** `hyperparameter` is text that may be a number; `container` can only be asked whether it exists. */
export type PropertyKind = 'text' | 'number' | 'metric' | 'time' | 'boolean' | 'hyperparameter' | 'container'

/** A property: its kind, and its values in a job; a path through a list has several, an absent one none. */
export interface Property {
  readonly name: string
  readonly kind: PropertyKind
  readonly read: (job: TrainingJob) => readonly unknown[]
}

/** A property below one element of a list, for NestedFilters. */
export interface ElementProperty {
  readonly name: string
  readonly kind: PropertyKind
  readonly read: (element: unknown) => readonly unknown[]
}

const recordShape = 'TrainingJob'

/** Returns the property of a name. Prefixes and member names are read in any case; keys of maps, metrics and tags exactly. */
export function propertyOf(name: string): Property {
  const dot = name.indexOf('.')
  const key = name.slice(dot + 1)
  const prefix = dot < 0 ? '' : name.slice(0, dot).toLowerCase()
  if (prefix === 'metrics') return { name, kind: 'metric', read: (job) => metric(job, key) }
  if (prefix === 'hyperparameters') return { name, kind: 'hyperparameter', read: (job) => hyperparameter(job, key) }
  if (prefix === 'tags') return { name, kind: 'text', read: (job) => tag(job, key) }
  if (name.toLowerCase() === 'lastmodifiedtime')
    return { name, kind: 'time', read: (job) => [job.lastModifiedTime / 1000] }
  const { path, kind } = resolve(recordShape, name.split('.'), name)
  return { name, kind, read: (job) => readPath(recordOf(job), path) }
}

/** Returns a reader of a list property's elements, and of the properties below one element. */
export function nestedPropertyOf(name: string): {
  readonly elements: (job: TrainingJob) => readonly unknown[]
  readonly property: (below: string) => ElementProperty
} {
  const { path, shape } = resolve(recordShape, name.split('.'), name)
  const member = shapeOf(shape).member?.shape
  if (member === undefined) throw validation(`NestedPropertyName "${name}" is not a list of training jobs' properties.`)
  return {
    elements: (job) => readPath(recordOf(job), path),
    property: (below) => {
      const prefix = `${name}.`
      if (!below.toLowerCase().startsWith(prefix.toLowerCase()))
        throw validation(`Filter name "${below}" must begin with "${prefix}", its NestedPropertyName.`)
      const inner = resolve(member, below.slice(prefix.length).split('.'), below)
      return { name: below, kind: inner.kind, read: (element) => readPath(element, inner.path) }
    },
  }
}

/** Jobs never change in place, so what was made of one can be kept as long as it lives. */
const records = new WeakMap<TrainingJob, object>()

function recordOf(job: TrainingJob): object {
  const known = records.get(job)
  if (known) return known
  const record = searchRecord(job)
  records.set(job, record)
  return record
}

function metric({ metrics }: TrainingJob, name: string): readonly unknown[] {
  const found = metrics.find((each) => each.name === name)
  return found ? [found.value] : []
}

function hyperparameter({ request }: TrainingJob, key: string): readonly unknown[] {
  const values = request.HyperParameters ?? {}
  return Object.hasOwn(values, key) ? [values[key]] : []
}

function tag({ tags }: TrainingJob, key: string): readonly unknown[] {
  const found = tags.find(({ Key }) => Key === key)
  return found ? [found.Value] : []
}

function resolve(shapeName: string, segments: readonly string[], whole: string) {
  let shape = shapeName
  const path: string[] = []
  for (const segment of segments) {
    while (shapeOf(shape).type === 'list') shape = shapeOf(shape).member?.shape ?? ''
    const { type, members = {}, value } = shapeOf(shape)
    const member = Object.keys(members).find((each) => each.toLowerCase() === segment.toLowerCase())
    const next = type === 'map' ? value?.shape : member === undefined ? undefined : members[member]?.shape
    if (next === undefined) throw validation(`Unknown property name "${whole}" for resource TrainingJob.`)
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
