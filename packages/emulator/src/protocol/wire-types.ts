/** Checks the JSON types of a request: AWS answers SerializationException before it looks at any constraint. */
import { shapeOf } from './api.js'
import type { Shape } from './api.js'
import { serialization } from './errors.js'

const typeNames: Readonly<Record<string, string>> = {
  string: 'String',
  integer: 'Integer',
  long: 'Long',
  float: 'Float',
  double: 'Double',
  boolean: 'Boolean',
  timestamp: 'Timestamp',
}

const integerBounds: Readonly<Record<string, number>> = { integer: 2 ** 31 - 1, long: Number.MAX_SAFE_INTEGER }

/** Throws SerializationException at the first value whose JSON type is wrong. `null` means absent. */
export function checkWireTypes(shapeName: string, value: unknown, path = ''): void {
  if (value === null || value === undefined) return
  const shape = shapeOf(shapeName)
  switch (shape.type) {
    case 'structure':
      return checkStructure(shape, value, path)
    case 'list':
      if (!Array.isArray(value)) throw mismatch('a list', value, path)
      value.forEach((item, index) => checkWireTypes(shape.member?.shape ?? '', item, `${path}.${index + 1}.member`))
      return
    case 'map':
      if (!isObject(value)) throw mismatch('a map', value, path)
      for (const [key, item] of Object.entries(value)) checkWireTypes(shape.value?.shape ?? '', item, `${path}.${key}`)
      return
    case 'string':
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
    case 'boolean':
    case 'timestamp':
      if (!isScalar(shape.type, value)) throw mismatch(typeNames[shape.type] ?? shape.type, value, path)
  }
}

/** Returns whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `TrainingJobName` as the service writes it in a path: `trainingJobName`. */
export const memberPath = (path: string, member: string) =>
  `${path === '' ? '' : `${path}.`}${member.charAt(0).toLowerCase()}${member.slice(1)}`

function checkStructure(shape: Shape, value: unknown, path: string) {
  if (!isObject(value)) throw mismatch('a structure', value, path)
  for (const [name, ref] of Object.entries(shape.members ?? {})) {
    if (Object.hasOwn(value, name)) checkWireTypes(ref.shape, value[name], memberPath(path, name))
  }
}

function isScalar(type: string, value: unknown): boolean {
  if (type === 'string') return typeof value === 'string'
  if (type === 'boolean') return typeof value === 'boolean'
  if (typeof value !== 'number') return false
  const bound = integerBounds[type]
  return bound === undefined || (Number.isInteger(value) && Math.abs(value) <= bound)
}

function mismatch(expected: string, value: unknown, path: string) {
  const where = path === '' ? '' : ` (at '${path}')`
  if (Array.isArray(value)) return serialization(`Start of list found where ${expected} was expected.${where}`)
  if (isObject(value)) return serialization(`Start of structure or map found where ${expected} was expected.${where}`)
  return serialization(`${token(value)} can not be converted to ${expected}${where}`)
}

function token(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
}
