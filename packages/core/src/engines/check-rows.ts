/** Whether the data has the rows that a job needs: reports before any job runs what the trainer would fail for. */

import { counted } from '../base/counted.js'
import type { DataNumbers, SeriesNumbers } from '../contract/data-numbers.js'
import type { Experiment } from '../language/experiment.js'
import type { Variant } from '../variants/expand.js'
import { examplesOf, partSizes, SplitError } from '../contract/part-sizes.js'
import type { PartSizes } from '../contract/part-sizes.js'
import type { Position, Positions } from '../language/positions.js'
import type { DataSpec, DataSummary } from '../contract/training-spec.js'
import type { Reporter } from '../language/reporter.js'

/** A variant's data. */
export interface Known {
  readonly spec: DataSpec
  readonly dataset: DataSummary
  readonly numbers: DataNumbers
}

/** Whether the data has enough rows. If not, reports the key that leaves a part without rows, or the data of one class. */
export function hasRows(
  variant: Variant,
  known: Known,
  { objective }: Experiment,
  positions: Positions,
  { report }: Reporter,
): boolean {
  const { dataset, numbers } = known
  const refuse: Refuse = (message, keys) => {
    report('bad-data', `${message} (In "${variant.ref}".)`, placeOf(keys, variant, positions), { oncePerCode: true })
    return false
  }
  if (dataset.task === 'classification' && dataset.classes < 2) {
    const [only] = dataset.classNames
    const which = only === undefined ? '' : `, "${only}"`
    return refuse(`The data "${dataset.name}" has only one class${which}: there is nothing to tell apart.`, [])
  }
  const sizes = sizesOf(known, refuse)
  if (sizes === undefined) return false
  if (sizes.trainable * numbers.fraction < 0.5) {
    return refuse(
      `"fraction" is ${numbers.fraction}, less than one of ${counted(sizes.trainable, 'row')} to train on.`,
      ['fraction'],
    )
  }
  if (objective.metric.startsWith('val_') && sizes.validation === 0) {
    const { validation: own, train } = dataset.rows
    const size = known.spec.split.validation ?? (own === undefined ? '10%, where nothing is said,' : '100%')
    const message = `No row validates: "validation" is ${size} of ${counted(own ?? train, 'row')}. The objective "${objective.metric}" is measured on validation rows.`
    return refuse(message, ['validation'])
  }
  return numbers.series === undefined || hasSteps(sizes, numbers.series, refuse)
}

/** Reports a problem at the first of the keys that is written. */
type Refuse = (message: string, keys: readonly Key[]) => false

function sizesOf({ spec, dataset, numbers }: Known, refuse: Refuse): PartSizes | undefined {
  try {
    return partSizes(spec.split, numbers.fraction, dataset.rows)
  } catch (error) {
    if (!(error instanceof SplitError)) throw error
    refuse(error.message, error.part === 'validation' || error.part === 'test' ? [error.part] : ['split'])
    return undefined
  }
}

/** Whether each part of a series holds an example; by time, training comes first and the test last. */
function hasSteps({ train, trainable, validation, test }: PartSizes, series: SeriesNumbers, refuse: Refuse): boolean {
  const parts = {
    train: { first: trainable - train, end: trainable },
    validation: { first: trainable, end: trainable + validation },
    test: { first: trainable + validation, end: trainable + validation + test },
  } as const
  for (const part of ['train', 'validation', 'test'] as const) {
    try {
      examplesOf(part, parts[part], series)
    } catch (error) {
      if (!(error instanceof SplitError)) throw error
      const isCutShort = part === 'train' && trainable >= series.window + series.horizon
      return refuse(error.message, isCutShort ? ['fraction'] : part === 'train' ? ['window'] : [part, 'horizon'])
    }
  }
  return true
}

/** The keys of the data that decide how many rows there are. */
type Key = 'split' | 'validation' | 'test' | 'fraction' | 'window' | 'horizon'

/** The position of the first key that is written, or else of the data. */
function placeOf(keys: readonly Key[], { recipe, source }: Variant, positions: Positions): Position | undefined {
  const { data } = recipe
  if (typeof data !== 'object') {
    return positions.of(recipe, 'data') ?? positions.of(source, 'data') ?? positions.at(['data'])
  }
  const places = keys.map((key) => {
    if (key === 'split') return positions.of(data, 'split', 'key')
    return key === 'validation' || key === 'test'
      ? data.split && positions.of(data.split, key)
      : positions.of(data, key)
  })
  return places.find((place) => place !== undefined) ?? positions.of(data, 'set') ?? positions.of(data)
}
