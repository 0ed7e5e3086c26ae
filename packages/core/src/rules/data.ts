/** Data comes from a set or from channels, and its split leaves rows to train on. */

import { channelFormats, channelNames, channelsOf, formatOf } from '../contract/data-channels.js'
import { isPercentage } from '../contract/data-numbers.js'
import type { Data } from '../language/experiment.js'
import type { Rule, RuleContext } from './written/rule.js'

/** Checks the data of every recipe. */
export const data: Rule = (context) => {
  checkNothingTaken(context)
  for (const { recipe } of context.recipes) if (typeof recipe.data === 'object') checkData(recipe.data, context)
}

/** The file's own data inherits nothing: a key without a value was forgotten. */
function checkNothingTaken({ experiment: { data }, report }: RuleContext): void {
  if (typeof data !== 'object') return
  for (const [key, value] of Object.entries(data) as [string, unknown][]) {
    if (value === null)
      report('wrong-type', `"${key}" is empty; there is nothing that it could take away here.`, [data, key])
  }
}

function checkData(written: Data, { report }: RuleContext): void {
  if (written.set !== undefined && written.channels !== undefined) {
    report('bad-data', '"channels" stands beside "set"; expected one of them.', [written, 'channels', 'key'])
  }
  checkChannels(written, report)
  if (written.features?.length === 0) {
    report('bad-data', '"features" is empty; expected at least one column.', [written, 'features'])
  }
  const features = written.features ?? []
  features.forEach((name, index) => {
    if (features.indexOf(name) < index) report('bad-data', `"features" names "${name}" twice.`, [features, index])
  })
  if (typeof written.target === 'string' && features.includes(written.target)) {
    report('bad-data', `The target "${written.target}" is also a feature.`, [written, 'features'])
  }
  if (isPercentage(written.fraction) && !(share(written.fraction) > 0 && share(written.fraction) <= 100)) {
    const message = `"fraction" is ${written.fraction}; expected more than 0% and at most 100%.`
    report('bad-value', message, [written, 'fraction'])
  }
  checkSeries(written, report)
  const { split, channels = {} } = written
  // A channel of their own takes no row of the training one.
  const taken = (part: 'validation' | 'test'): number => (Object.hasOwn(channels, part) ? 0 : share(split?.[part]))
  if (split && taken('validation') + taken('test') >= 100) {
    report('bad-data', 'Validation and test together take every row; none is left to train on.', [
      written,
      'split',
      'key',
    ])
  }
}

/** The trainer reads three channels, all of one format, and each row as often as it likes. */
function checkChannels(written: Data, report: RuleContext['report']): void {
  const { channels } = written
  if (channels === undefined) return
  const known: readonly string[] = channelNames
  for (const name of Object.keys(channels).filter((one) => !known.includes(one))) {
    const message = `Unknown channel "${name}". The trainer reads ${known.map((one) => `"${one}"`).join(', ')}.`
    report('bad-data', message, [channels, name, 'key'], { unknown: [name, known] })
  }
  if (!Object.hasOwn(channels, 'train')) {
    report('bad-data', '"channels" has no "train"; expected the data to train on.', [written, 'channels', 'key'])
  }
  let first: string | undefined
  for (const { name, format, mode } of channelsOf(written)) {
    const place = channels[name]
    if (typeof place !== 'object') continue
    if (mode === 'pipe') {
      const message =
        '"mode" is pipe, which gives rows once and in their order; the trainer reads them in another order each epoch. Expected file, or fast_file, which fetches what is read.'
      report('bad-data', message, [place, 'mode'])
    }
    if (format === undefined) continue
    const read = formatOf(format)
    if (read === undefined) {
      const message = `The trainer does not read the format "${format}". Known are ${channelFormats().join(', ')}.`
      report('bad-data', message, [place, 'format'], { unknown: [format, channelFormats()] })
    } else if (first !== undefined && first !== read) {
      report('bad-data', `"${name}" is of the format ${read}, and a channel before it of ${first}; expected one.`, [
        place,
        'format',
      ])
    }
    first ??= read
  }
}

/** Keys that belong to a series only, and keys that do not suit one. */
function checkSeries(written: Data, report: RuleContext['report']): void {
  if ((written.window ?? undefined) === undefined) {
    for (const key of ['horizon', 'season'] as const) {
      if ((written[key] ?? undefined) === undefined) continue
      report('bad-data', `"${key}" is of a series; it needs "window", the number of past steps a forecast reads.`, [
        written,
        key,
        'key',
      ])
    }
    return
  }
  const { by = 'time' } = written.split ?? {}
  if (by !== 'time' && written.split) {
    const message = `A series is split "by" ${by}, although its windows overlap: what is to be forecast would be in the training rows. Expected time.`
    report('bad-data', message, [written.split, 'by'])
  }
  for (const name of ['validation', 'test'].filter((one) => Object.hasOwn(written.channels ?? {}, one))) {
    const message = 'A series with a "window" is one table, whose last steps validate and test, as "split" says.'
    report('bad-data', message, [written.channels ?? written, name, 'key'])
  }
  if ((written.missing ?? 'refuse') !== 'refuse') {
    const message = `"missing" is ${written.missing}, which a series cannot have: its steps are equally far apart and follow each other. Fill the gaps in the file.`
    report('bad-data', message, [written, 'missing'])
  }
}

/** The percentage, if it is one. */
function share(part: number | string | undefined): number {
  return typeof part === 'string' ? Number(part.replace('%', '')) : 0
}
