/** The numbers of a data description that may be expressions over hyperparameters. */

import type { Scalar } from '../language/experiment.js'
import { evaluate, ExpressionError, isExpression } from '../language/expression.js'
import type { DataSpec } from './training-spec.js'

/** The keys of those numbers. */
export const dataNumbers = ['fraction', 'window', 'horizon', 'season'] as const

/** Their values; all but the fraction are of a series only. */
export interface DataNumbers {
  readonly fraction: number
  readonly series?: SeriesNumbers
}

/** How examples are made of a series. */
export interface SeriesNumbers {
  /** Past steps that a forecast reads. */
  readonly window: number
  /** Steps that it gives. */
  readonly horizon: number
  /** Steps after which the series repeats itself. */
  readonly season: number
}

/** Whether a share is written such as `50%`. */
export function isPercentage(written: unknown): written is string {
  return typeof written === 'string' && /^\d+(\.\d+)?%$/.test(written)
}

/**
 * Returns the numbers for given hyperparameters.
 * @throws ExpressionError for an expression without a value, or a value that is none of its kind.
 */
export function resolveDataNumbers(data: DataSpec, values: Readonly<Record<string, Scalar>>): DataNumbers {
  const valueOf = (written: number | string): Scalar => (isExpression(written) ? evaluate(written, values) : written)
  const fraction = valueOf(data.fraction)
  if (typeof fraction !== 'number' || !(fraction > 0 && fraction <= 1)) {
    throw new ExpressionError(`The data's "fraction" is ${fraction}; expected more than 0 and at most 1.`)
  }
  if (data.window === undefined) return { fraction }
  const count = (name: 'window' | 'horizon' | 'season'): number => {
    const value = valueOf(data[name] ?? 1)
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value
    throw new ExpressionError(`The data's "${name}" is ${value}; expected a whole number from 1.`)
  }
  return { fraction, series: { window: count('window'), horizon: count('horizon'), season: count('season') } }
}

/** The names of its data that a model's expressions may read beside hyperparameters. */
export function dataScope(classes: number, series: SeriesNumbers | undefined): Readonly<Record<string, number>> {
  if (!series) return { classes, outputs: classes }
  return { classes, outputs: series.horizon, window: series.window, season: series.season }
}
