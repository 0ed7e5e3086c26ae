/** Requests made from the model, each with exactly one constraint violated somewhere in it. */
import { shapeOf } from '../protocol/api.js'
import type { Shape } from '../protocol/api.js'

/** A request, and a part of the expected answer. */
export interface Violation {
  readonly request: unknown
  /** As the service writes it: `inputDataConfig.1.member.channelName`. */
  readonly path: string
  readonly code: 'ValidationException' | 'SerializationException'
  /** A part of the sentence; empty if only the type is wrong. */
  readonly constraint: string
}

interface Broken {
  readonly value: unknown
  readonly path: string
  readonly code: Violation['code']
  readonly constraint: string
}

/** Yields a request for every constraint below a structure. Recursive shapes are entered once. */
export function* requestsWithOneViolation(shapeName: string): Generator<Violation> {
  for (const { value, path, code, constraint } of brokenOf(shapeName, '', []))
    yield { request: value, path, code, constraint }
}

function* brokenOf(shapeName: string, path: string, above: readonly string[]): Generator<Broken> {
  if (above.includes(shapeName)) return
  const shape = shapeOf(shapeName)
  const inside = [...above, shapeName]
  if (above.length > 0)
    yield {
      value: ofAnotherType(shape),
      path,
      code: 'SerializationException',
      constraint: '',
    }
  if (shape.type === 'structure') yield* brokenStructure(shape, path, inside)
  else if (shape.type === 'list') yield* brokenList(shape, path, inside)
  else if (shape.type === 'map') yield* brokenMap(shape, path, inside)
  else yield* brokenScalar(shape, path)
}

function* brokenStructure(shape: Shape, path: string, inside: readonly string[]): Generator<Broken> {
  const valid = validOf(shape, inside) as Record<string, unknown>
  const code = 'ValidationException'
  for (const name of shape.required ?? []) {
    const { [name]: _left, ...value } = valid
    yield { value, path: below(path, name), code, constraint: 'Member must not be null' }
  }
  yield { value: { ...valid, NoSuchMember: 1 }, path: 'NoSuchMember', code, constraint: 'Unknown member' }
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    for (const broken of brokenOf(member.shape, below(path, name), inside))
      yield { ...broken, value: { ...valid, [name]: broken.value } }
  }
}

function* brokenList(shape: Shape, path: string, inside: readonly string[]): Generator<Broken> {
  const member = shape.member?.shape ?? ''
  const item = validOf(shapeOf(member), [...inside, member])
  yield* brokenSizes(shape, path, (length) => Array.from({ length }, () => item))
  const scalar = !['structure', 'list', 'map'].includes(shapeOf(member).type)
  for (const broken of brokenOf(member, `${path}.1.member`, inside)) {
    // The service reports a scalar in a list at the list, with all its constraints together.
    const at = scalar && broken.code === 'ValidationException' ? path : broken.path
    yield { ...broken, path: at, value: [broken.value] }
  }
}

function* brokenMap(shape: Shape, path: string, inside: readonly string[]): Generator<Broken> {
  const key = shapeOf(shape.key?.shape ?? '')
  const value = shapeOf(shape.value?.shape ?? '')
  const code = 'ValidationException'
  yield* brokenSizes(shape, path, (length) =>
    Object.fromEntries(Array.from({ length }, (_, index) => [`key${index}`, validOf(value, inside)])),
  )
  for (const broken of brokenScalar(key, path))
    yield {
      value: { [String(broken.value)]: validOf(value, inside) },
      path,
      code,
      constraint: 'Map keys must satisfy constraint',
    }
  for (const broken of brokenScalar(value, path))
    yield { value: { key: broken.value }, path, code, constraint: 'Map value must satisfy constraint' }
}

function* brokenScalar(shape: Shape, path: string): Generator<Broken> {
  const code = 'ValidationException'
  const { min, max, pattern } = shape
  if (shape.enum) yield { value: 'no-such-value', path, code, constraint: 'enum value set' }
  if (shape.type === 'string') {
    yield* brokenSizes(shape, path, (length) => 'a'.repeat(length))
    const text = pattern === undefined ? undefined : notMatching(pattern, shape)
    if (text !== undefined) yield { value: text, path, code, constraint: `pattern: ${pattern}` }
  } else if (shape.type !== 'timestamp' && shape.type !== 'boolean') {
    if (min !== undefined)
      yield { value: min - 1, path, code, constraint: `Member must have value greater than or equal to ${min}` }
    if (max !== undefined)
      yield { value: max + 1, path, code, constraint: `Member must have value less than or equal to ${max}` }
  }
}

function* brokenSizes({ min, max }: Shape, path: string, make: (length: number) => unknown): Generator<Broken> {
  const code = 'ValidationException'
  if (min !== undefined && min > 0)
    yield { value: make(min - 1), path, code, constraint: `length greater than or equal to ${min}` }
  if (max !== undefined && max < 100_000)
    yield { value: make(max + 1), path, code, constraint: `length less than or equal to ${max}` }
}

/** A text of a valid length that the pattern refuses, by JavaScript's own engine. */
function notMatching(pattern: string, { min = 1, max = 100 }: Shape): string | undefined {
  const own = new RegExp(
    `^(?:${pattern.replaceAll('\\p{Alnum}', 'a-zA-Z0-9')})$`,
    pattern.includes('\\u0020') ? '' : 'u',
  )
  const length = Math.min(Math.max(min, 3), max)
  return ['\u0001', '\n', ' ', '-', '#'].map((part) => part.repeat(length)).find((text) => !own.test(text))
}

function ofAnotherType({ type }: Shape): unknown {
  return type === 'string' || type === 'boolean' ? 7 : 'text'
}

/** The smallest valid value of a shape. */
function validOf(shape: Shape, inside: readonly string[]): unknown {
  switch (shape.type) {
    case 'structure':
      return Object.fromEntries(
        (shape.required ?? []).map((name) => {
          const member = shape.members?.[name]?.shape ?? ''
          return [name, validOf(shapeOf(member), [...inside, member])]
        }),
      )
    case 'list': {
      const member = shape.member?.shape ?? ''
      return Array.from({ length: shape.min ?? 0 }, () => validOf(shapeOf(member), [...inside, member]))
    }
    case 'map':
      return {}
    case 'string':
      return validText(shape)
    case 'boolean':
      return true
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
    case 'timestamp':
      return shape.min ?? 1
  }
}

const texts = [
  'a',
  'arn:aws:iam::000000000000:role/a-role-name',
  's3://bucket/key',
  'arn:aws:sagemaker:us-east-1:000000000000:training-job/a',
  'arn:aws:kms:us-east-1:000000000000:key/a',
  'arn:aws:sagemaker:us-east-1:000000000000:mlflow-app/app-A1B2C3',
  'arn:aws:fsx:us-east-1:000000000000:file-system/fs-0123456789abcdef0',
  'sg-0123456789',
  'fs-0123456789abcdef0',
  '/opt/ml',
  'https://example.com/x',
]

function validText({ enum: values, min = 0, max = Infinity, pattern }: Shape): string {
  if (values) return values[0] ?? ''
  const own = new RegExp(`^(?:${(pattern ?? '.*').replaceAll('\\p{Alnum}', 'a-zA-Z0-9')})$`)
  const candidates = [...texts, 'a'.repeat(Math.max(min, 1))]
  return (
    candidates.find((text) => text.length >= min && text.length <= max && own.test(text)) ??
    'a'.repeat(Math.max(min, 1))
  )
}

const below = (path: string, name: string) =>
  `${path === '' ? '' : `${path}.`}${name.charAt(0).toLowerCase()}${name.slice(1)}`
