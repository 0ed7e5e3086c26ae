/** A job's data: opened, split, and the rows of each part in memory. */

import { evaluate, ExpressionError, isExpression } from '@assay/core'
import type { ModelDescription } from '@assay/core'

import type { Context } from './context.js'
import { findLeakage } from './data/leakage.js'
import type { Leakage } from './data/leakage.js'
import { openData } from './data/open.js'
import { readPart } from './data/part.js'
import type { Part } from './data/part.js'
import { splitRows } from './data/split.js'
import { JobFailure } from './job-failure.js'

/** The parts and what is known of their targets. */
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
  readonly scaling: Pick<ModelDescription, 'scaling'>
}

/**
 * Reads the parts that the data's split and fraction ask for.
 * @throws JobFailure for damaged or unsuitable data.
 */
export async function readJobData({ spec: { data }, values, channels }: Context): Promise<JobData> {
  const { train, test } = await openData(data.format, {
    train: channels['train'],
    ...(channels['test'] === undefined ? {} : { test: channels['test'] }),
    ...(data.target === undefined ? {} : { target: data.target }),
    ...(data.features === undefined ? {} : { features: data.features }),
  })
  const rows = splitRows(data.split, shareOf(data.fraction, values), {
    targets: train.targets,
    task: train.task,
    ...(test ? { testTargets: test.targets } : {}),
  })
  const statistics = train.statistics?.(rows.train)
  const scaling = statistics && { mean: [...statistics.mean], deviation: [...statistics.deviation] }
  const parts = {
    train: await readPart(train, rows.train, statistics),
    validation: await readPart(train, rows.validation, statistics),
    test: await readPart(test ?? train, rows.test, statistics),
  }
  return {
    ...parts,
    leakage: findLeakage(parts),
    task: train.task,
    classes: train.task === 'classification' ? train.classNames.length : 1,
    classNames: train.classNames,
    scaling: scaling ? { scaling } : {},
  }
}

function shareOf(fraction: number | string, values: Context['values']): number {
  try {
    return Number(isExpression(fraction) ? evaluate(fraction, values) : fraction)
  } catch (error) {
    if (error instanceof ExpressionError) {
      throw new JobFailure(`The data's "fraction" cannot be found. ${error.message}`, { cause: error })
    }
    throw error
  }
}
