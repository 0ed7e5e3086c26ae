/** A job's data: opened, split, and read into parts. */

import type { DataNumbers, DataSpec, SeriesNumbers } from '@assay/core'
import { dataScope, ExpressionError, resolveDataNumbers } from '@assay/core/internal'
import type { ModelDescription } from '@assay/core/internal'

import type { Context } from '../contract/context.js'
import { findLeakage } from '../data/parts/leakage.js'
import type { Leakage } from '../data/parts/leakage.js'
import type { CsvColumns } from '../data/tables/csv.js'
import { readTable } from '../data/tables/csv-table.js'
import { csvFiles, openData } from '../data/open.js'
import type { DataSources } from '../data/open.js'
import { readPart } from '../data/parts/part.js'
import type { Part } from '../data/parts/part.js'
import { openSeries, splitSeries } from '../data/tables/series.js'
import { splitRows } from '../data/parts/split.js'
import { readTexts } from '../data/text/text-parts.js'
import { JobFailure } from '../base/job-failure.js'
import { jobLayers } from './job-layers.js'
import type { ForecastScale } from '../data/tables/series.js'

/** The parts, and facts about their targets. */
export interface JobData {
  readonly train: Part
  readonly validation: Part
  readonly test: Part
  readonly task: 'classification' | 'regression'
  /** 1 for regression. */
  readonly classes: number
  readonly classNames: readonly string[]
  /** Held-out rows that are training rows too. */
  readonly leakage: Leakage
  readonly scaling: Pick<ModelDescription, 'scaling' | 'columns' | 'text' | 'forecast'>
  /** Values of the data that the model's expressions may use. */
  readonly scope: Readonly<Record<string, number>>
  /** Of forecasts. */
  readonly scale?: ForecastScale
}

/**
 * Reads the parts by the data's split and fraction.
 * @throws JobFailure for damaged or unsuitable data.
 */
export async function readJobData(context: Context): Promise<JobData> {
  const { fraction, series } = numbersOf(context)
  try {
    return await (series ? readForecasts(context, fraction, series) : readRows(context, fraction))
  } catch (error) {
    if (error instanceof JobFailure) throw new JobFailure(byChannel(error.message, context), { cause: error })
    throw error
  }
}

/** Names files by their channels in messages: the job's folders are gone when somebody reads them. */
function byChannel(message: string, { channels }: Context): string {
  return Object.entries(channels).reduce(
    (said, [name, folder]) => said.replaceAll(`${folder}/`, `${name}/`).replaceAll(`"${folder}"`, `"${name}"`),
    message,
  )
}

/** Reads a table whose rows are the steps of a series. */
function readForecasts({ spec: { data }, channels }: Context, fraction: number, numbers: SeriesNumbers): JobData {
  if (data.format !== 'csv') throw new JobFailure(`"window" is of tables; the data is of the format "${data.format}".`)
  if (channels['test'] !== undefined || channels['validation'] !== undefined) {
    throw new JobFailure('A series with a "window" is one table; its last steps test, as "split" says.')
  }
  const series = openSeries(readTable(csvFiles(channels['train'])), columnsOf(data))
  const { parts, statistics, scale } = splitSeries(series, data.split, fraction, numbers)
  const { mean, deviation } = scale
  return {
    ...parts,
    leakage: findLeakage(parts),
    task: 'regression',
    classes: 1,
    classNames: [],
    scope: dataScope(1, numbers),
    scale,
    scaling: {
      scaling: { mean: [...statistics.mean], deviation: [...statistics.deviation] },
      forecast: { ...numbers, channels: series.channels, mean, deviation },
    },
  }
}

async function readRows(context: Context, fraction: number): Promise<JobData> {
  const {
    spec: { data },
    channels,
  } = context
  const opened = await openData(data.format, { ...foldersOf(channels), ...columnsOf(data) })
  const { train, validation = train, test = train } = opened
  const rows = splitRows(data.split, fraction, {
    targets: train.targets,
    task: train.task,
    ...(opened.validation && { validationTargets: validation.targets }),
    ...(opened.test && { testTargets: test.targets }),
  })
  const classes = train.task === 'classification' ? train.classNames.length : 1
  const found = {
    task: train.task,
    classes,
    scope: dataScope(classes, undefined),
    classNames: train.classNames,
  }
  if (train.texts) {
    const { parts, text } = readTexts({ train, validation, test }, rows, jobLayers(context, found))
    return { ...found, ...parts, leakage: findLeakage(parts), scaling: { text } }
  }
  const statistics = train.statistics?.(rows.train)
  const scaling = statistics && {
    mean: [...statistics.mean],
    deviation: [...statistics.deviation],
    ...(statistics.fill && { fill: [...statistics.fill] }),
  }
  const parts = {
    train: await readPart(train, rows.train, statistics),
    validation: await readPart(validation, rows.validation, statistics),
    test: await readPart(test, rows.test, statistics),
  }
  return {
    ...found,
    ...parts,
    leakage: findLeakage(parts),
    scaling: { ...(scaling && { scaling }), ...(train.columns && { columns: train.columns }) },
  }
}

function foldersOf({
  train,
  validation,
  test,
}: Context['channels']): Pick<DataSources, 'train' | 'validation' | 'test'> {
  return { train, ...(validation === undefined ? {} : { validation }), ...(test === undefined ? {} : { test }) }
}

function columnsOf({ target, features, missing }: DataSpec): CsvColumns {
  return { ...(target === undefined ? {} : { target }), ...(features && { features }), ...(missing && { missing }) }
}

function numbersOf({ spec: { data }, values }: Context): DataNumbers {
  try {
    return resolveDataNumbers(data, values)
  } catch (error) {
    if (error instanceof ExpressionError) throw new JobFailure(error.message, { cause: error })
    throw error
  }
}
