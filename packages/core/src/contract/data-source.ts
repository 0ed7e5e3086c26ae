/** Which data an experiment reads: what the edge must find, describe and upload before planning. */

import { channelsOf } from './data-channels.js'
import { canonicalJson } from '../base/digest.js'
import type { Data, Recipe } from '../language/experiment.js'

/** One body of data, however many variants read it and however they split it. */
export interface DataSource {
  /** Equal for recipes that read the same files in the same way. */
  readonly key: string
  readonly data: MergedData
}

/** Data of a merged recipe: there, `null` has removed its members. */
export type MergedData = { readonly [Key in keyof Data]: Exclude<Data[Key], null> }

/** Returns each data source that the recipes read, once, in order of first use. */
export function dataSources(variants: readonly { readonly recipe: Recipe }[]): readonly DataSource[] {
  const sources = new Map<string, DataSource>()
  for (const { recipe } of variants) {
    const data = normaliseData(recipe.data)
    const key = dataKey(data)
    if (!sources.has(key)) sources.set(key, { key, data })
  }
  return [...sources.values()]
}

/** `mnist` is short for `{set: mnist}`. */
export function normaliseData(data: Recipe['data']): MergedData {
  return typeof data === 'string' ? { set: data } : ((data ?? {}) as MergedData)
}

/** The part of a data description that says which files are read and how; splits, fractions and windows are not in it. */
export function dataKey({ set, channels, target, features, window, missing }: MergedData): string {
  const series = window === undefined ? undefined : true
  const read = channels && channelsOf({ channels }).map(({ name, uri, format }) => ({ name, uri, format }))
  return canonicalJson({
    set,
    channels: read,
    target,
    features,
    series,
    missing: missing === 'refuse' ? undefined : missing,
  })
}
