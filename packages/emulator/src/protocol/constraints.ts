/** Checks a request against the constraints of its shape and answers every violation at once, in AWS's sentences. */
import { shapeOf } from './api.js'
import type { Shape } from './api.js'
import { validation } from './errors.js'
import { matchesPattern } from './pattern.js'
import { checkWireTypes, isObject, memberPath } from './wire-types.js'

/** The service echoes the value; a hostile one must not become a hostile answer. */
const longestEcho = 1024
const mostReported = 50

/** Throws SerializationException for wrong JSON types, ValidationException for violated constraints. */
export function validate(shapeName: string, value: unknown): void {
  checkWireTypes(shapeName, value)
  const violations: string[] = []
  collect(shapeName, value, '', violations)
  if (violations.length === 0) return
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `
  throw validation(count + violations.slice(0, mostReported).join('; '))
}

function collect(shapeName: string, value: unknown, path: string, found: string[]): void {
  const shape = shapeOf(shapeName)
  if (shape.type === 'structure') return collectStructure(shape, value as Record<string, unknown>, path, found)
  if (shape.type === 'list') return collectList(shape, value as unknown[], path, found)
  if (shape.type === 'map') return collectMap(shape, value as Record<string, unknown>, path, found)
  for (const constraint of scalarViolations(shape, value)) found.push(sentence(value, path, constraint))
}

function collectStructure(shape: Shape, value: Record<string, unknown>, path: string, found: string[]) {
  const members = shape.members ?? {}
  for (const name of shape.required ?? []) {
    if (!Object.hasOwn(value, name) || isAbsent(value[name]))
      found.push(sentence(null, memberPath(path, name), 'Member must not be null'))
  }
  for (const [name, item] of Object.entries(value)) {
    if (!Object.hasOwn(members, name)) {
      const where = path === '' ? 'the request' : `'${path}'`
      found.push(`Unknown member '${name}' in ${where}: it must be one of [${Object.keys(members).join(', ')}]`)
    } else if (!isAbsent(item)) collect(members[name]?.shape ?? '', item, memberPath(path, name), found)
  }
}

function collectList(shape: Shape, value: readonly unknown[], path: string, found: string[]) {
  found.push(...sizeViolations(shape, value.length).map((constraint) => sentence(value, path, constraint)))
  const member = shape.member?.shape ?? ''
  if (isScalarShape(member)) {
    if (value.some(isAbsent)) found.push(sentence(value, path, 'Member must not be null'))
    const broken = value.some((item) => !isAbsent(item) && scalarViolations(shapeOf(member), item).length > 0)
    if (broken) found.push(sentence(value, path, `Member must satisfy constraint: [${everyConstraint(member)}]`))
    return
  }
  value.forEach((item, index) => {
    const at = `${path}.${index + 1}.member`
    if (isAbsent(item)) found.push(sentence(null, at, 'Member must not be null'))
    else collect(member, item, at, found)
  })
}

function collectMap(shape: Shape, value: Record<string, unknown>, path: string, found: string[]) {
  const key = shape.key?.shape ?? ''
  const item = shape.value?.shape ?? ''
  found.push(...sizeViolations(shape, Object.keys(value).length).map((constraint) => sentence(value, path, constraint)))
  const keyShape = shapeOf(key)
  if (Object.keys(value).some((name) => scalarViolations(keyShape, name).length > 0))
    found.push(sentence(value, path, `Map keys must satisfy constraint: [${everyConstraint(key)}]`))
  if (isScalarShape(item)) {
    const itemShape = shapeOf(item)
    if (Object.values(value).some((entry) => isAbsent(entry) || scalarViolations(itemShape, entry).length > 0))
      found.push(sentence(value, path, `Map value must satisfy constraint: [${everyConstraint(item)}]`))
    return
  }
  for (const [name, entry] of Object.entries(value)) {
    if (!isAbsent(entry)) collect(item, entry, `${path}.${name}.member`, found)
  }
}

function scalarViolations(shape: Shape, value: unknown): string[] {
  if (typeof value === 'number') return rangeViolations(shape, value)
  if (typeof value !== 'string') return []
  if (shape.enum) return shape.enum.includes(value) ? [] : [enumConstraint(shape.enum)]
  const sizes = sizeViolations(shape, [...value].length)
  // The length comes first: a pattern never runs on a text that is too long anyhow.
  if (sizes.length > 0 || shape.pattern === undefined) return sizes
  return matchesPattern(shape.pattern, value) ? [] : [patternConstraint(shape.pattern)]
}

function rangeViolations({ min, max }: Shape, value: number): string[] {
  if (min !== undefined && value < min) return [`Member must have value greater than or equal to ${min}`]
  if (max !== undefined && value > max) return [`Member must have value less than or equal to ${max}`]
  return []
}

function sizeViolations({ min, max }: Shape, length: number): string[] {
  if (min !== undefined && length < min) return [minLength(min)]
  if (max !== undefined && length > max) return [maxLength(max)]
  return []
}

function everyConstraint(shapeName: string): string {
  const { min, max, pattern, enum: values } = shapeOf(shapeName)
  return [
    ...(max === undefined ? [] : [maxLength(max)]),
    ...(min === undefined ? [] : [minLength(min)]),
    ...(pattern === undefined ? [] : [patternConstraint(pattern)]),
    ...(values === undefined ? [] : [enumConstraint(values)]),
  ].join(', ')
}

const minLength = (min: number) => `Member must have length greater than or equal to ${min}`
const maxLength = (max: number) => `Member must have length less than or equal to ${max}`
const patternConstraint = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`
const enumConstraint = (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(', ')}]`

function sentence(value: unknown, path: string, constraint: string): string {
  return `Value ${echo(value)} at '${path}' failed to satisfy constraint: ${constraint}`
}

function echo(value: unknown): string {
  if (isAbsent(value)) return 'null'
  const text = spell(value)
  return `'${text.length > longestEcho ? `${text.slice(0, longestEcho)}...` : text}'`
}

/** As Java prints collections: `[a, b]`, `{k=v}`. */
function spell(value: unknown): string {
  if (Array.isArray(value)) return `[${value.slice(0, longestEcho).map(spell).join(', ')}]`
  if (isObject(value)) {
    const entries = Object.entries(value).slice(0, longestEcho)
    return `{${entries.map(([key, item]) => `${key}=${spell(item)}`).join(', ')}}`
  }
  return String(value)
}

const isAbsent = (value: unknown) => value === null || value === undefined

const isScalarShape = (name: string) => !['structure', 'list', 'map'].includes(shapeOf(name).type)
