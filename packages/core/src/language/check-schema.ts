/** The schema's verdict on a file, a diagnostic for each problem; `anyOf` is narrowed to the alternative meant. */

import type { Diagnostic } from './diagnostic.js'
import { explainSchemaError } from './explain-schema-error.js'
import type { SchemaError } from './explain-schema-error.js'
import type { Part, Position, Positions } from './positions.js'
import type { Path } from './prune.js'
import { validate } from './validate-schema.generated.js'

/** The parts that do not fit the schema. */
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

/** The errors of its alternatives come before an `anyOf` error: keep those of the alternative with the right type. */
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
  const { code, message, suggestion, at } = explainSchemaError(error, path)
  const part: Part = at !== undefined || error.keyword === 'required' ? 'key' : 'value'
  const place = at === undefined ? path : [...path, at]
  const position = positions.at(place, part) ?? nowhere
  return { code, message, severity: 'error', ...(suggestion === undefined ? {} : { suggestion }), ...position }
}

/** More than are shown, so that the first by position are likely among them. */
const mostErrors = 10_000

const nowhere: Position = { file: '', line: 1, column: 1, endColumn: 2 }

function pathOf(pointer: string): string[] {
  return pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
