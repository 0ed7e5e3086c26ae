/** Ranges of a search as SageMaker carries them, written and read back: strings in three lists. */

import type { ParameterRanges } from '@aws-sdk/client-sagemaker'

import type { Scalar } from '../language/experiment.js'
import { decodeScalar } from './hyperparameters.js'
import type { HyperparameterType } from './training-spec.js'
import type { PlannedRange } from './planned.js'

const scalingTypes = { linear: 'Linear', log: 'Logarithmic', reverse_log: 'ReverseLogarithmic' } as const

/** Returns the request's ranges. Every range has a scale: SageMaker's default, Auto, would choose one of its own. */
export function encodeRanges(ranges: Readonly<Record<string, PlannedRange>>): ParameterRanges {
  const numeric = (kind: 'integer' | 'continuous') =>
    Object.entries(ranges).flatMap(([Name, range]) =>
      range.kind === kind
        ? [
            {
              Name,
              MinValue: String(range.min),
              MaxValue: String(range.max),
              ScalingType: scalingTypes[range.scale],
            },
          ]
        : [],
    )
  const categorical = Object.entries(ranges).flatMap(([Name, range]) =>
    range.kind === 'categorical' ? [{ Name, Values: range.values.map(String) }] : [],
  )
  const lists = {
    IntegerParameterRanges: numeric('integer'),
    ContinuousParameterRanges: numeric('continuous'),
    CategoricalParameterRanges: categorical,
  }
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))
}

/** Reads back what `encodeRanges` wrote, or anybody else: values have their `types`, and are text without one. */
export function decodeRanges(
  encoded: ParameterRanges = {},
  types: Readonly<Record<string, HyperparameterType>> = {},
): Record<string, PlannedRange> {
  const { IntegerParameterRanges = [], ContinuousParameterRanges = [], CategoricalParameterRanges = [] } = encoded
  const ranges: Record<string, PlannedRange> = {}
  for (const [kind, list] of [
    ['integer', IntegerParameterRanges],
    ['continuous', ContinuousParameterRanges],
  ] as const) {
    for (const { Name = '', MinValue, MaxValue, ScalingType } of list) {
      ranges[Name] = { kind, min: Number(MinValue), max: Number(MaxValue), scale: scaleOf(ScalingType) }
    }
  }
  for (const { Name = '', Values = [] } of CategoricalParameterRanges) {
    ranges[Name] = { kind: 'categorical', values: Values.map((value) => decodeValue(Name, value, types[Name])) }
  }
  return ranges
}

/** Returns the value that a trial was given, typed by its range. SageMaker may write the integer 64 as `64.0`. */
export function decodeTuned(
  name: string,
  text: string,
  range: PlannedRange | undefined,
  type: HyperparameterType | undefined,
): Scalar {
  if (range !== undefined && range.kind !== 'categorical') return Number(text)
  return decodeValue(name, text, type)
}

function decodeValue(name: string, text: string, type: HyperparameterType = 'string'): Scalar {
  try {
    return decodeScalar(name, text, type)
  } catch {
    return text // Not ours: whatever it is, it is shown.
  }
}

function scaleOf(type: string = 'Auto'): 'linear' | 'log' | 'reverse_log' {
  if (type === 'Logarithmic') return 'log'
  return type === 'ReverseLogarithmic' ? 'reverse_log' : 'linear'
}
