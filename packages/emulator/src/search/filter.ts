/** One filter of Search as a test of a property's values. */
import { validation } from '../protocol/errors.js'
import type { PropertyKind } from './property.js'

/** A filter, as on the wire. */
export interface Filter {
  readonly Name: string
  readonly Operator?: Operator
  readonly Value?: string
}

/** The operators of the API. A filter without one means Equals. */
export type Operator =
  | 'Equals'
  | 'NotEquals'
  | 'GreaterThan'
  | 'GreaterThanOrEqualTo'
  | 'LessThan'
  | 'LessThanOrEqualTo'
  | 'Contains'
  | 'Exists'
  | 'NotExists'
  | 'In'

type Test = (values: readonly unknown[]) => boolean

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  GreaterThan: (a, b) => a > b,
  GreaterThanOrEqualTo: (a, b) => a >= b,
  LessThan: (a, b) => a < b,
  LessThanOrEqualTo: (a, b) => a <= b,
}

const decimal = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/
const integer = /^\s*[-+]?\d+\s*$/

/** Returns the test that a filter makes on the values of its property. Throws if operator and property do not fit. */
export function filterTest({ Name, Operator: operator = 'Equals', Value }: Filter, kind: PropertyKind): Test {
  if (operator === 'Exists' || operator === 'NotExists') {
    if (Value !== undefined) throw validation(`Operator ${operator} on "${Name}" takes no Value.`)
    return operator === 'Exists' ? (values) => values.length > 0 : (values) => values.length === 0
  }
  if (Value === undefined) throw validation(`Operator ${operator} on "${Name}" needs a Value.`)
  if (kind === 'container')
    throw validation(`"${Name}" holds other properties: only Exists and NotExists can be asked of it.`)
  if (operator === 'Contains' || operator === 'In') return textTest(Name, operator, Value, kind)
  // An absent property does not equal the value.
  if (operator === 'NotEquals') return not(equality(Name, Value, kind))
  return operator === 'Equals' ? equality(Name, Value, kind) : comparison(Name, operator, Value, kind)
}

/** Returns a text as a number if it is written like one, else undefined. */
export function numeric(text: unknown): number | undefined {
  return typeof text === 'string' && decimal.test(text) ? Number(text) : undefined
}

function textTest(name: string, operator: 'Contains' | 'In', value: string, kind: PropertyKind): Test {
  if (kind !== 'text' && kind !== 'hyperparameter')
    throw validation(`Operator ${operator} is supported for text only, and "${name}" is not text.`)
  if (operator === 'Contains') return some((actual) => String(actual).includes(value))
  const accepted = new Set(value.split(',').map((each) => each.trim()))
  return some((actual) => accepted.has(String(actual)))
}

function equality(name: string, value: string, kind: PropertyKind): Test {
  if (kind === 'text') return some((actual) => actual === value)
  if (kind === 'boolean') return some((actual) => String(actual) === value.toLowerCase())
  if (kind === 'hyperparameter' && numeric(value) === undefined) return some((actual) => actual === value)
  const compare = numberReader(name, value, kind)
  return some((actual) => compare.read(actual) === compare.expected)
}

function comparison(name: string, operator: string, value: string, kind: PropertyKind): Test {
  if (kind === 'text' || kind === 'boolean')
    throw validation(`Operator ${operator} is not supported for text properties, and "${name}" is one.`)
  const compare = comparisons[operator]
  const { expected, read } = numberReader(name, value, kind)
  return some((actual) => {
    const number = read(actual)
    return number !== undefined && compare?.(number, expected) === true
  })
}

/** How to read both sides as numbers. A decimal hyperparameter is cut to an integer if the filter's value is one. */
function numberReader(name: string, value: string, kind: PropertyKind) {
  const given = kind === 'time' ? timeOf(value) : numeric(value)
  // Metrics are 32-bit floats: both sides of the comparison are.
  const expected = kind === 'metric' && given !== undefined ? Math.fround(given) : given
  if (expected === undefined) {
    const form = kind === 'time' ? "a time as YYYY-mm-dd'T'HH:MM:SS" : 'a number'
    throw validation(`The Value of "${name}" must be ${form}, not "${value}".`)
  }
  const cut = kind === 'hyperparameter' && integer.test(value)
  const read = (actual: unknown): number | undefined => {
    const number = typeof actual === 'number' ? actual : numeric(actual)
    return number !== undefined && cut ? Math.trunc(number) : number
  }
  return { expected, read }
}

/** Seconds since the epoch of a UTC time; a number of seconds is taken too. */
function timeOf(value: string): number | undefined {
  const seconds = numeric(value)
  if (seconds !== undefined) return seconds
  const match = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?)?(Z|[-+]\d{2}:\d{2})?$/.exec(value)
  const time = match ? Date.parse(match[1] === undefined && value.includes('T') ? `${value}Z` : value) : NaN
  return Number.isNaN(time) ? undefined : time / 1000
}

const some =
  (test: (value: unknown) => boolean): Test =>
  (values) =>
    values.some(test)

const not =
  (test: Test): Test =>
  (values) =>
    !test(values)
