/** An error of the schema → a sentence for the user, made of the names in the file and the descriptions in the schema. */

import type { DiagnosticCode } from './diagnostic.js'
import { suggest } from '../base/suggest.js'

/** An error of ajv's, as the generated validator reports it with `verbose`. */
export interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  /** Ajv's; of an `anyOf` instead the alternatives to tell the user of: `types`, or `shapes` of maps, as `Schema[]`. */
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

/** A problem in words. */
export interface Explanation {
  readonly code: DiagnosticCode
  readonly message: string
  readonly suggestion?: string | undefined
  /** The key at fault, if it is not the value. */
  readonly at?: string
}

/** Returns an error in words; `path` leads to the value that it is about. */
export function explainSchemaError(error: SchemaError, path: readonly string[]): Explanation {
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
      return {
        code: 'wrong-type',
        message: `${subject(name, data, params)}; expected ${expected(error)}.`,
        suggestion: percentage(error),
      }
    case 'enum': {
      const values = (error.schema as unknown[]).filter((one) => one !== null).map(String)
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

/** `40` means 40% if only percentages are allowed. */
function percentage({ params, parentSchema, data }: SchemaError): string | undefined {
  const types = (params['types'] as readonly Schema[] | undefined) ?? [parentSchema]
  const isShare = types.some(({ description = '' }) => description.startsWith('A percentage '))
  return typeof data === 'number' && data >= 1 && isShare ? `${data}%` : undefined
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

/** The values that a number or a text may have: the type's own description, if it has one with an example. */
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

/** The key that a path ends in, with the item's number if it is in a list. */
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
