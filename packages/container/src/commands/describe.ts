/** `describe`: prints the contents of a data set's files as JSON, so that planning need not load tensors. */

import { parseArgs } from 'node:util'

import type { MissingValues } from '@assay/core'

import { describeAsFound, describeData } from '../data/describe.js'
import { dataFormats } from '../data/formats.js'
import { UnknownColumns } from '../data/tables/unknown-columns.js'
import { JobFailure } from '../base/job-failure.js'
import type { Log } from '../base/log.js'

/**
 * Returns 0; or 1 after reporting what is wrong with the data (unknown columns as JSON too); or 2 for a wrong command
 * line.
 */
export async function describeCommand(args: readonly string[], log: Log, logError: Log): Promise<0 | 1 | 2> {
  let options: Options
  try {
    options = readOptions(args)
  } catch (error) {
    logError((error as Error).message)
    return 2
  }
  try {
    const describe = options.asFound ? describeAsFound : describeData
    log(JSON.stringify(await describe(options.format, options)))
    return 0
  } catch (error) {
    if (error instanceof UnknownColumns) log(JSON.stringify({ unknown: error.unknown, columns: error.columns }))
    if (!(error instanceof JobFailure) && (error as { code?: unknown }).code !== 'ENOENT') throw error
    logError((error as Error).message)
    return 1
  }
}

type Options = Parameters<typeof describeData>[1] & {
  readonly format: Parameters<typeof describeData>[0]
  /** Whether to describe a table's columns only, without a target. */
  readonly asFound: boolean
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      train: { type: 'string' },
      validation: { type: 'string' },
      test: { type: 'string' },
      target: { type: 'string' },
      features: { type: 'string' },
      format: { type: 'string' },
      'as-found': { type: 'boolean' },
      series: { type: 'boolean' },
      missing: { type: 'string' },
    },
  })
  const { train, validation, test, target, features } = values
  if (train === undefined) throw new Error('"describe" needs "--train" and the path of the training data.')
  const format = dataFormats.find((each) => each === values.format)
  if (values.format !== undefined && format === undefined) {
    throw new Error(
      `Unknown format "${values.format}". Known are ${dataFormats.map((each) => `"${each}"`).join(', ')}.`,
    )
  }
  return {
    train,
    format,
    asFound: values['as-found'] === true,
    ...(validation === undefined ? {} : { validation }),
    ...(test === undefined ? {} : { test }),
    ...(target === undefined ? {} : { target }),
    ...(features === undefined ? {} : { features: features.split(',') }),
    ...(values.series === true ? { series: true } : {}),
    ...(values.missing === undefined ? {} : { missing: values.missing as MissingValues }),
  }
}
