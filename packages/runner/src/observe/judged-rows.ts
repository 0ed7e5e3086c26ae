/** `predictions.csv` of a job → one number per row of the part that judges. */

import { createHash } from 'node:crypto'

import type { JobRecord } from '@assay/core'
import { decodeHyperparameters } from '@assay/core/internal'
import type { JudgedRows, RowStatistic } from '@assay/report'

/** What a job's predictions are read for. */
export interface PredictionReading {
  /** The objective's metric, such as `val_accuracy`. */
  readonly metric: string
  /** Of a series: the number of steps after which it repeats. Default: 1. */
  readonly season?: number
  /** Of `mase`: the mean absolute error of the naive forecast, by which errors are divided. */
  readonly naiveError?: number
}

/**
 * Returns the test rows, or the validation rows if the job has no test rows. Undefined if the file is not readable, is cut
 * short, or does not say what the metric needs, such as the loss of each row in files of before.
 * @param file columns by name: part, row (`index` in files of before), step, label, predicted, loss.
 */
export function judgedRows(file: Buffer, reading: PredictionReading): JudgedRows | undefined {
  const reduce = reducers[reading.metric.replace(/^val_/, '')]
  const lines = linesOf(file)
  const header = lines.next().value
  if (reduce === undefined || header === undefined || file.at(-1) !== newline) return undefined
  const column = columnsOf(header)
  if (column === undefined || (reduce.needs === 'loss' && column.loss === -1)) return undefined
  const parts = { test: emptyPart(), validation: emptyPart() }
  for (const cells of lines) {
    if (cells.length !== header.length) return undefined // Cut short: no row of it can be trusted to be the last.
    const name = cells[column.part]
    if (name !== 'test' && name !== 'validation') continue
    const part = parts[name]
    const [row, step] = [cells[column.row] ?? '', column.step === -1 ? '' : (cells[column.step] ?? '')]
    const [label, predicted] = [cells[column.label] ?? '', cells[column.predicted] ?? '']
    const value = reduce.value(label, predicted, cells[column.loss] ?? '', reading)
    if (!Number.isFinite(value)) return undefined
    part.hash.update(`${row},${step},${label}\n`)
    part.values.push(value)
    part.labels.push(Number(label))
    part.rows.push(Number(row))
    part.horizon = Math.max(part.horizon, Number(step))
  }
  const name = parts.test.values.length > 0 ? 'test' : 'validation'
  const part = parts[name]
  if (part.values.length === 0) return undefined
  return {
    part: name,
    digest: part.hash.digest('hex'),
    statistic: reduce.statistic,
    values: Float32Array.from(part.values),
    ...(reduce.statistic === 'r2' && { labels: Float64Array.from(part.labels) }),
    ...(column.step !== -1 && { groups: blocks(part.rows, Math.max(part.horizon, reading.season ?? 1)) }),
  }
}

/** Returns what a job's predictions are read for. */
export function readingOf({ metrics, hyperparameters }: JobRecord, metric: string): PredictionReading {
  const [mae, mase] = [metrics['test_mae'] ?? metrics['val_mae'], metrics['test_mase'] ?? metrics['val_mase']]
  const season = seasonOf(hyperparameters)
  return {
    metric,
    ...(season !== undefined && { season }),
    ...(mae !== undefined && mase !== undefined && mase > 0 && { naiveError: mae / mase }),
  }
}

/** A season may be an expression over hyperparameters; the block of steps is then that of the horizon. */
function seasonOf(hyperparameters: JobRecord['hyperparameters']): number | undefined {
  try {
    const { season } = decodeHyperparameters(hyperparameters).spec.data
    return typeof season === 'number' ? season : undefined
  } catch {
    return undefined // Not a job of our trainer.
  }
}

interface Reducer {
  readonly statistic: RowStatistic
  readonly needs?: 'loss'
  readonly value: (label: string, predicted: string, loss: string, reading: PredictionReading) => number
}

/** An empty cell is no 0. */
const error = (label: string, predicted: string): number =>
  label === '' || predicted === '' ? Number.NaN : Number(predicted) - Number(label)
const squaredError = (label: string, predicted: string): number => error(label, predicted) ** 2
const absoluteError = (label: string, predicted: string): number => Math.abs(error(label, predicted))

const reducers: Readonly<Record<string, Reducer>> = {
  accuracy: { statistic: 'mean', value: (label, predicted) => Number(label === predicted) },
  loss: {
    statistic: 'mean',
    needs: 'loss',
    value: (_label, _predicted, loss) => (loss === '' ? Number.NaN : Number(loss)),
  },
  mae: { statistic: 'mean', value: absoluteError },
  mase: {
    statistic: 'mean',
    value: (label, predicted, _loss, { naiveError = Number.NaN }) => absoluteError(label, predicted) / naiveError,
  },
  rmse: { statistic: 'root mean', value: squaredError },
  r2: { statistic: 'r2', value: squaredError },
}

interface ReadPart {
  readonly hash: ReturnType<typeof createHash>
  readonly values: number[]
  readonly labels: number[]
  readonly rows: number[]
  horizon: number
}

function emptyPart(): ReadPart {
  return { hash: createHash('sha256'), values: [], labels: [], rows: [], horizon: 1 }
}

/** Steps of a series that lie close together are alike: blocks of them count as one row. */
function blocks(rows: readonly number[], size: number): Int32Array {
  const first = rows.reduce((least, row) => Math.min(least, row), Infinity)
  const numbers = new Map<number, number>()
  return Int32Array.from(rows, (row) => {
    const block = Math.floor((row - first) / size)
    const number = numbers.get(block) ?? numbers.size
    numbers.set(block, number)
    return number
  })
}

interface Columns {
  readonly part: number
  readonly row: number
  readonly step: number
  readonly label: number
  readonly predicted: number
  readonly loss: number
}

function columnsOf(header: readonly string[]): Columns | undefined {
  const at = (name: string): number => header.indexOf(name)
  const row = Math.max(at('row'), at('index'))
  const found = {
    part: at('part'),
    row,
    step: at('step'),
    label: at('label'),
    predicted: at('predicted'),
    loss: at('loss'),
  }
  return Math.min(found.part, found.row, found.label, found.predicted) === -1 ? undefined : found
}

/** A file that does not end with it was cut short. */
const newline = 10

/** The cells of each line. The file is our own trainer's or a foreign one's: RFC 4180, without line breaks in cells. */
function* linesOf(file: Buffer): Generator<readonly string[], undefined> {
  for (let start = 0; start < file.length;) {
    const next = file.indexOf(newline, start)
    const end = next === -1 ? file.length : next
    const line = file.toString('utf8', start, end).replace(/\r$/, '')
    start = end + 1
    if (line !== '') yield line.includes('"') ? quotedCells(line) : line.split(',')
  }
  return undefined
}

function quotedCells(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  )
}
