/**
 * A table as a series: each row is one step of time, equally far apart and in order. An example is a forecast: it reads a
 * window of past steps and predicts the horizon of steps that follow. Windows are views of the series, made when they are
 * read, so a window of a thousand steps needs no more memory than one of ten.
 *
 * The steps are split by time, and an example belongs to the part that contains its whole horizon. Its window may reach
 * back into the part before, which is known when the forecast is made. So the examples that validate and test are the
 * same for every window.
 */

import type { DataSpec, SeriesNumbers } from '@assay/core'
import { examplesOf } from '@assay/core/internal'
import type { MetricScale, Steps } from '@assay/core/internal'

import { JobFailure } from '../../base/job-failure.js'
import type { Statistics } from '../channels/channel-reader.js'
import { columnValues } from './csv-column.js'
import type { Table } from './csv-table.js'
import { requireColumns } from './csv.js'
import type { CsvColumns } from './csv.js'
import type { Part } from '../parts/part.js'
import { orFail, splitRows } from '../parts/split.js'

/** A series, step after step. */
export interface Series {
  readonly steps: number
  /** The target's own past first, then the features. */
  readonly channels: readonly string[]
  /** `[steps, channels]` */
  readonly values: Float64Array
}

/** The examples of each part, and the scales that the training steps gave. */
export interface SeriesParts {
  readonly parts: Readonly<Record<'train' | 'validation' | 'test', Part>>
  /** Of each channel. */
  readonly statistics: Statistics
  readonly scale: ForecastScale
}

/** Reads the outputs of a forecast, which are on the scale of the training steps, in the series' own units. */
export interface ForecastScale extends MetricScale {
  /** Of the target over the training steps: a value is mean + deviation · output. */
  readonly mean: number
}

/** Returns a table's series. @throws JobFailure if a cell is not a number. */
export function openSeries(table: Table, { target: named, features: chosen = [] }: CsvColumns): Series {
  const { target, features } = requireColumns(table, { target: named, features: chosen })
  const channels = [target, ...features]
  const values = new Float64Array(table.rows * channels.length)
  channels.forEach((channel, position) => {
    const { values: texts, isNumeric } = columnValues(table, channel, 'series')
    if (!isNumeric) throw new JobFailure(`The column "${channel}" holds text; a series is made of numbers.`)
    texts.forEach((text, step) => (values[step * channels.length + position] = Number(text)))
  })
  return { steps: table.rows, channels, values }
}

/**
 * Returns the examples of each part, on the scale of the training steps.
 * @throws JobFailure if a part is too short for an example.
 */
export function splitSeries(
  series: Series,
  split: DataSpec['split'],
  fraction: number,
  { window, horizon, season }: SeriesNumbers,
): SeriesParts {
  if (split.by !== 'time') throw new JobFailure(`A series is split by time; the split says "${split.by}".`)
  const width = series.channels.length
  const targets = Float64Array.from({ length: series.steps }, (_, step) => series.values[step * width])
  const steps = splitRows(split, fraction, { targets, task: 'regression' })
  const statistics = momentsOf(series, steps.train)
  const scaled = scale(series, statistics)
  const part = (name: keyof typeof steps): Part => {
    const [first = 0] = steps[name]
    return partOf(scaled, { first, end: first + steps[name].length, window, horizon, name })
  }
  const allTraining = series.steps - steps.validation.length - steps.test.length
  return {
    parts: { train: part('train'), validation: part('validation'), test: part('test') },
    statistics,
    scale: {
      mean: statistics.mean[0],
      deviation: statistics.deviation[0],
      naiveError: naiveError(targets.subarray(0, allTraining), season),
    },
  }
}

interface Range extends Pick<SeriesNumbers, 'window' | 'horizon'>, Steps {
  readonly name: 'train' | 'validation' | 'test'
}

interface ScaledSeries {
  readonly values: Float32Array
  readonly width: number
}

/** Returns examples whose horizon is in the range; for the training part, whose window is in it too. */
function partOf({ values, width }: ScaledSeries, { first, end, window, horizon, name }: Range): Part {
  const { start, count: rows } = orFail(() => examplesOf(name, { first, end }, { window, horizon }))
  const targets = new Float64Array(rows * horizon)
  for (let row = 0; row < rows; row++) {
    for (let step = 0; step < horizon; step++) targets[row * horizon + step] = values[(start + row + step) * width]
  }
  return {
    rows,
    features: {
      row: (row) => values.subarray((start + row - window) * width, (start + row) * width),
      divisor: 1,
    },
    width: window * width,
    inputShape: [window, width],
    targets,
    targetWidth: horizon,
    indexes: Int32Array.from({ length: rows }, (_, row) => start + row),
  }
}

function scale({ values, channels }: Series, { mean, deviation }: Statistics): ScaledSeries {
  const width = channels.length
  return {
    width,
    values: Float32Array.from(values, (value, at) => (value - mean[at % width]) / deviation[at % width]),
  }
}

function momentsOf({ values, channels }: Series, steps: Int32Array): Statistics {
  const width = channels.length
  const [mean, deviation] = [new Float64Array(width), new Float64Array(width)]
  for (let channel = 0; channel < width; channel++) {
    const at = (step: number): number => values[step * width + channel]
    mean[channel] = steps.reduce((sum, step) => sum + at(step), 0) / steps.length
    const squares = steps.reduce((sum, step) => sum + (at(step) - mean[channel]) ** 2, 0)
    deviation[channel] = Math.sqrt(squares / steps.length) || 1
  }
  return { mean, deviation }
}

/** Returns 0 if the steps are too few or never change, so that there is no MASE. */
function naiveError(targets: Float64Array, season: number): number {
  let sum = 0
  for (let step = season; step < targets.length; step++) sum += Math.abs(targets[step] - targets[step - season])
  return targets.length > season ? sum / (targets.length - season) : 0
}
