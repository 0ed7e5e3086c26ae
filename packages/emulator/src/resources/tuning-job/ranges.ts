/** The ranges of a request: their names and kinds, and the rules that the shapes do not state. */
import type { Ranges } from './request.js'
import { quotas } from './limits.js'

/** Integer, Continuous or Categorical. */
export type RangeKind = 'Integer' | 'Continuous' | 'Categorical'

interface Range {
  readonly kind: RangeKind
  readonly Name: string
  readonly MinValue?: string
  readonly MaxValue?: string
  readonly ScalingType?: string
  readonly Values?: readonly string[]
}

/** Returns the kind of each range by its name. */
export function rangeKinds(ranges: Ranges): ReadonlyMap<string, RangeKind> {
  return new Map(listed(ranges).map(({ Name, kind }) => [Name, kind]))
}

function listed(ranges: Ranges): readonly Range[] {
  return [
    ...(ranges.IntegerParameterRanges ?? []).map((range) => ({ ...range, kind: 'Integer' as const })),
    ...(ranges.ContinuousParameterRanges ?? []).map((range) => ({ ...range, kind: 'Continuous' as const })),
    ...(ranges.CategoricalParameterRanges ?? []).map((range) => ({ ...range, kind: 'Categorical' as const })),
  ]
}

/** Returns what is wrong with the ranges of a definition, or undefined. */
export function rangeProblem(ranges: Ranges, values: Readonly<Record<string, string>>): string | undefined {
  const all = listed(ranges)
  if (ranges.AutoParameters && ranges.AutoParameters.length > 0)
    return '"AutoParameters" are available with Autotune only, which is not available yet.'
  if (all.length === 0) return 'You must specify at least one hyperparameter range in ParameterRanges.'
  if (all.length > quotas.ranges)
    return `The number of hyperparameter ranges is ${all.length}; at most ${quotas.ranges} are allowed over all kinds.`
  const names = all.map(({ Name }) => Name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return `Duplicate hyperparameter "${twice}" in ParameterRanges: it may have one range.`
  const both = names.find((name) => Object.hasOwn(values, name))
  if (both !== undefined)
    return `Hyperparameter "${both}" is in both StaticHyperParameters and ParameterRanges: it must be in one of them.`
  if (names.includes('')) return 'A range in ParameterRanges has an empty Name.'
  for (const range of all) {
    const problem = range.kind === 'Categorical' ? categoryProblem(range) : numberProblem(range)
    if (problem !== undefined) return problem
  }
  return undefined
}

function categoryProblem({ Name, Values = [] }: Range): string | undefined {
  const twice = Values.find((value, index) => Values.indexOf(value) !== index)
  return twice === undefined
    ? undefined
    : `Duplicate value "${twice}" in the categorical range of hyperparameter "${Name}".`
}

const forms = {
  Integer: { test: /^[-+]?\d+$/, is: 'an integer' },
  Continuous: { test: /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/, is: 'a decimal number' },
} as const

function numberProblem({ kind, Name, MinValue = '', MaxValue = '', ScalingType = 'Auto' }: Range): string | undefined {
  const form = forms[kind === 'Integer' ? 'Integer' : 'Continuous']
  for (const [member, text] of [
    ['MinValue', MinValue],
    ['MaxValue', MaxValue],
  ] as const) {
    const number = Number(text)
    const fits = form.test.test(text) && Number.isFinite(number) && (kind !== 'Integer' || Number.isSafeInteger(number))
    if (!fits) return `The ${member} "${text}" of hyperparameter "${Name}" must be ${form.is}.`
  }
  const [min, max] = [Number(MinValue), Number(MaxValue)]
  if (min >= max)
    return `The MinValue "${MinValue}" of hyperparameter "${Name}" must be less than its MaxValue "${MaxValue}".`
  if (ScalingType === 'Logarithmic' && min <= 0)
    return `Logarithmic scaling of hyperparameter "${Name}" requires a range of values greater than 0, not from ${MinValue}.`
  if (ScalingType !== 'ReverseLogarithmic') return undefined
  if (kind === 'Integer')
    return `ReverseLogarithmic scaling is for continuous ranges only, and "${Name}" is an integer.`
  return min < 0 || max >= 1
    ? `ReverseLogarithmic scaling of hyperparameter "${Name}" requires a range within 0 <= x < 1, not from ${MinValue} to ${MaxValue}.`
    : undefined
}
