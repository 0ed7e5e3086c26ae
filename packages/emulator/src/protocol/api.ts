/** SageMaker's own service model: the shapes that requests are checked against. See NOTICE. */
import { readFileSync } from 'node:fs'

/** A reference from a member, a list or a map to a shape. */
export interface ShapeRef {
  readonly shape: string
}

/** A shape of botocore's service model, as it is in the file. */
export interface Shape {
  readonly type:
    'structure' | 'list' | 'map' | 'string' | 'integer' | 'long' | 'float' | 'double' | 'boolean' | 'timestamp'
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, ShapeRef>>
  readonly member?: ShapeRef
  readonly key?: ShapeRef
  readonly value?: ShapeRef
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
}

interface Api {
  readonly operations: Readonly<Record<string, { readonly input?: ShapeRef; readonly output?: ShapeRef }>>
  readonly shapes: Readonly<Record<string, Shape>>
}

const api = JSON.parse(
  readFileSync(new URL('../../api/sagemaker-2017-07-24.subset.json', import.meta.url), 'utf8'),
) as Api

/** Every operation that the model names, available here or not. */
export const modelledOperations: readonly string[] = Object.keys(api.operations)

/** Every shape name of the model. */
export const shapeNames: readonly string[] = Object.keys(api.shapes)

/** Returns a shape by its name; asking for one that the model lacks is a bug of ours. */
export function shapeOf(name: string): Shape {
  const shape = Object.hasOwn(api.shapes, name) ? api.shapes[name] : undefined
  if (!shape) throw new Error(`The service model has no shape "${name}".`)
  return shape
}

/** Returns the name of an operation's input shape. */
export function inputShapeOf(operation: string): string {
  const input = api.operations[operation]?.input
  if (!input) throw new Error(`The service model has no input for "${operation}".`)
  return input.shape
}

/** Returns the members of a value that a shape has: a record is made from a request, which may have others. */
export function membersOf(shapeName: string, value: object): object {
  const { members = {} } = shapeOf(shapeName)
  return Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(members, name)))
}
