/** The schema's verdict on a file, one sentence for each problem; `anyOf` is narrowed to the alternative meant. */

import type { Diagnostic, DiagnosticCode } from './diagnostic.js'
import type { Part, Position, Positions } from './positions.js'
import type { Path } from './prune.js'
import { suggest } from './suggest.js'
import { validate as validateGenerated } from './validate-schema.generated.js'

/** An error of ajv's, as the generated validator reports it with `verbose`. */
interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly schema: unknown
  readonly parentSchema: Schema
  readonly data: unknown
  /** The key at fault, for errors about a key's name. */
  readonly propertyName?: string
}

interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
}

const validate = validateGenerated as unknown as {
  (value: unknown): boolean
  readonly errors?: readonly SchemaError[] | null
}

/** What does not fit the schema. */
export interface SchemaVerdict {
  readonly diagnostics: readonly Diagnostic[]
  /** Where the members are without which the rest fits, but for what is missing at the root. */
  readonly wrong: readonly Path[]
}

/** Returns what does not fit the schema of `experiment.ts`. */
export function checkSchema(value: object, positions: Positions): SchemaVerdict {
  if (validate(value)) return { diagnostics: [], wrong: [] }
  const errors = narrow(validate.errors ?? []).slice(0, mostErrors)
  return { diagnostics: errors.map((error) => diagnose(error, positions)), wrong: errors.flatMap(wrongMember) }
}

function wrongMember({ instancePath, keyword, params, propertyName }: SchemaError): Path[] {
  const path = pathOf(instancePath)
  if (propertyName !== undefined) return [[...path, propertyName]]
  if (keyword === 'additionalProperties') return [[...path, String(params['additionalProperty'])]]
  return path.length === 0 ? [] : [path]
}

/** Before an `anyOf` error stand those of its alternatives: keep those of the alternative with the right type. */
function narrow(errors: readonly SchemaError[]): SchemaError[] {
  const kept: SchemaError[] = []
  for (const error of errors) {
    if (error.keyword === 'propertyNames' || error.keyword === 'if') continue
    if (error.keyword !== 'anyOf') {
      kept.push(error)
      continue
    }
    let first = kept.length
    while (first > 0 && isWithin(kept[first - 1], error)) first--
    for (const one of meant(error, kept.splice(first))) kept.push(one)
  }
  return kept.filter((error, index) => !isSaidBetter(error, kept[index + 1]))
}

/** An enum's error follows the type's. */
function isSaidBetter({ keyword, instancePath }: SchemaError, next: SchemaError | undefined): boolean {
  return keyword === 'type' && next?.instancePath === instancePath && ['enum', 'const'].includes(next.keyword)
}

function isWithin(error: SchemaError | undefined, outer: SchemaError): boolean {
  const instancePath = error?.instancePath ?? ''
  return instancePath === outer.instancePath || instancePath.startsWith(`${outer.instancePath}/`)
}

function meant(error: SchemaError, inside: readonly SchemaError[]): SchemaError[] {
  const wrongTypes = inside.filter(
    ({ keyword, instancePath }) => keyword === 'type' && instancePath === error.instancePath,
  )
  const others = inside.filter((one) => !wrongTypes.includes(one))
  if (others.length === 0) return [{ ...error, params: { types: wrongTypes.map((one) => one.parentSchema) } }]
  const shapes = [...new Set(others.filter(isAboutKeys(error)).map((one) => one.parentSchema))]
  const inner = others.filter((one) => !isAboutKeys(error)(one))
  const maps = (error.schema as unknown[]).length - wrongTypes.length
  if (maps < 2 || shapes.length === 0) return others
  // One of the maps has the right keys: it is meant, and what is wrong is in it.
  if (shapes.length < maps && inner.length > 0) return inner
  const keys = Object.keys(error.data as object)
  const [likely, another] = shapes.filter(({ required = [] }) => required.every((key) => keys.includes(key)))
  if (likely && !another) return others.filter(({ parentSchema }) => parentSchema === likely)
  return shapes.length > 1 ? [{ ...error, params: { shapes } }] : others
}

/** Several maps to choose from: errors about the map's own keys tell them apart. */
function isAboutKeys(outer: SchemaError): (error: SchemaError) => boolean {
  return ({ keyword, instancePath }) =>
    instancePath === outer.instancePath && (keyword === 'required' || keyword === 'additionalProperties')
}

function diagnose(error: SchemaError, positions: Positions): Diagnostic {
  const path = pathOf(error.instancePath)
  const { code, message, suggestion, at } = explain(error, path)
  const part: Part = at !== undefined || error.keyword === 'required' ? 'key' : 'value'
  const place = at === undefined ? path : [...path, at]
  const position = positions.at(place, part) ?? nowhere
  return { code, message, severity: 'error', ...(suggestion === undefined ? {} : { suggestion }), ...position }
}

/** More than are shown, so that the first by position are likely among them. */
const mostErrors = 10_000

const nowhere: Position = { file: '', line: 1, column: 1, endColumn: 2 }

interface Explanation {
  readonly code: DiagnosticCode
  readonly message: string
  readonly suggestion?: string | undefined
  /** The key at fault, where it is not the value. */
  readonly at?: string
}

function explain(error: SchemaError, path: readonly string[]): Explanation {
  const { keyword, params, parentSchema, data, propertyName } = error
  const name = nameOf(path)
  if (propertyName !== undefined) {
    const message = `"${shorten(propertyName)}" is no ${lower(parentSchema.description ?? 'valid name')}`
    return {
      code: 'bad-name',
      message: full(message.replace('is no a', 'is not a').replace('is no the', 'is not the')),
      at: propertyName,
    }
  }
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty'])
      const known = Object.keys(parentSchema.properties ?? {})
      return { code: 'unknown-key', message: unknownKey(key, name, known), suggestion: suggest(key, known), at: key }
    }
    case 'required':
      return { code: 'missing-key', message: `The key "${String(params['missingProperty'])}" is missing in ${name}.` }
    case 'type':
    case 'anyOf':
      return { code: 'wrong-type', message: `${subject(name, data, params)}; expected ${expected(error)}.` }
    case 'enum': {
      const values = (error.schema as unknown[]).map(String)
      const near = typeof data === 'string' ? suggest(data, values) : undefined
      return { code: 'bad-value', message: `${subject(name, data)}; expected ${either(values)}.`, suggestion: near }
    }
    case 'const':
      return { code: 'bad-value', message: `${subject(name, data)}; expected ${String(error.schema)}.` }
    default:
      return {
        code: path.at(-1) === 'name' ? 'bad-name' : 'bad-value',
        message: `${subject(name, data)}; expected ${limit(error)}.`,
      }
  }
}

function unknownKey(key: string, name: string, known: readonly string[]): string {
  const list = known.length > 0 && known.length <= 12 ? ` Known here are ${known.join(', ')}.` : ''
  return `Unknown key "${shorten(key)}" in ${name}.${list}`
}

function expected({ params, parentSchema }: SchemaError): string {
  const shapes = params['shapes'] as readonly Schema[] | undefined
  if (shapes)
    return either(shapes.map(({ required = [] }) => `a map with ${required.map((key) => `"${key}"`).join(' and ')}`))
  const types = (params['types'] as readonly Schema[] | undefined) ?? [parentSchema]
  const names = new Set(types.flatMap(typeNames))
  if (names.size > 1) names.delete('null')
  return either([...names])
}

function typeNames({ type, description }: Schema): string[] {
  return [type ?? 'null'].flat().map((one) => typeName(one, description))
}

function typeName(type: string, description = ''): string {
  switch (type) {
    case 'object':
      return 'a map'
    case 'array':
      return 'a list'
    case 'string':
      return / such as `/.test(description) ? plain(description) : 'text'
    case 'integer':
      return 'a whole number'
    case 'number':
      return 'a number'
    case 'boolean':
      return 'true or false'
    default:
      return 'null'
  }
}

/** What a number or a text may be: the type's own description where it has one with an example. */
function limit({ keyword, schema, parentSchema }: SchemaError): string {
  const { description = '' } = parentSchema
  const isOwn = typeof schema === 'number' && keyword !== 'maxLength' ? /^A (whole )?number / : /^(A|An|The) /
  if (isOwn.test(description)) return plain(description)
  switch (keyword) {
    case 'minimum':
      return `at least ${String(schema)}`
    case 'maximum':
      return `at most ${String(schema)}`
    case 'exclusiveMinimum':
      return `more than ${String(schema)}`
    case 'maxLength':
      return `at most ${String(schema)} characters`
    case 'minItems':
      return `at least ${String(schema)} items`
    case 'maxItems':
      return `at most ${String(schema)} items`
    default:
      return description === '' ? 'another value' : plain(description)
  }
}

/** `"seeds" is 0`, `"stages" is a list`. */
function subject(name: string, data: unknown, { shapes }: SchemaError['params'] = {}): string {
  const start = name.startsWith('"') ? name : `${name[0]?.toUpperCase()}${name.slice(1)}`
  const keys = shapes ? Object.keys(data as object).map((key) => `"${shorten(key)}"`) : []
  return keys.length > 0 ? `${start} has ${keys.join(', ')}` : `${start} is ${shapes ? 'an empty map' : found(data)}`
}

function found(data: unknown): string {
  if (data === null) return 'empty'
  if (Array.isArray(data)) return 'a list'
  if (typeof data === 'object') return 'a map'
  return typeof data === 'string' ? `"${shorten(data)}"` : JSON.stringify(data)
}

/** The key that a path ends in, with the item's number where it is in a list. */
function nameOf(path: readonly string[]): string {
  if (path.length === 0) return 'the file'
  const last = path.at(-1) ?? ''
  return /^\d+$/.test(last) && path.length > 1 ? `item ${Number(last) + 1} of "${path.at(-2)}"` : `"${shorten(last)}"`
}

/** A description as the end of a sentence: `A length of time such as `2h`.` → `a length of time such as "2h"`. */
function plain(description: string): string {
  return lower(description).replace(/\.$/, '')
}

function lower(description: string): string {
  const [first = ''] = description.split('\n')
  return first.charAt(0).toLowerCase() + first.slice(1).replaceAll('`', '"')
}

function full(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`
}

function either(values: readonly string[]): string {
  return values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`
}

function pathOf(pointer: string): string[] {
  return pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
