/** The importance of each hyperparameter over the space that was searched. */

import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

import type { Importance, SearchDimension, SearchTrial } from '../../report/search-report.js'
import { mainEffectShares } from '../../statistics/fanova.js'
import { growForest, outOfBagFit, type Feature, type GrownTree, type Sample } from '../../statistics/random-forest.js'
import { placeOf } from './search-space.js'
import { mean } from '../../statistics/statistics.js'

/** Below this number of completed trials the forest would mostly learn noise. */
const fewestTrials = 10

/** So it would below this number for each hyperparameter. */
const fewestPerDimension = 3

/** Enough trees for percentiles over them. */
const trees = 200

/** Returns the importance of each dimension, or why it is refused. `trials` are those of one training definition. */
export function importance(dimensions: readonly SearchDimension[], trials: readonly SearchTrial[]): Importance {
  const sample = sampleOf(dimensions, trials)
  const n = sample.rows.length
  const needed = Math.max(fewestTrials, fewestPerDimension * dimensions.length)
  const refuse = (note: string, fit?: number): Importance => ({
    method: 'none',
    trials: n,
    ...(fit !== undefined && { fit }),
    rows: [],
    note,
  })
  if (dimensions.length === 0) return refuse('No hyperparameter was searched.')
  if (n < needed)
    return refuse(
      `It takes at least ${needed} completed trials over ${words(dimensions.length)}; there ${n === 1 ? 'is 1' : `are ${n}`}.`,
    )
  if (sample.targets.every((target) => target === sample.targets[0]))
    return refuse(`All ${n} completed trials gave the same objective.`)
  const forest = growForest(sample, trees, xoroshiro128plus(n))
  const fit = outOfBagFit(forest, sample)
  if (fit === undefined || fit <= 0)
    return refuse(
      `A random forest over these ${n} trials predicts a trial that it has not seen no better than their mean does, so it cannot tell which hyperparameter matters.`,
      fit,
    )
  return { method: 'fanova', trials: n, fit, rows: rowsOf(dimensions, sample, forest), note: noteOf(n, fit) }
}

function words(dimensions: number): string {
  return dimensions === 1 ? 'one hyperparameter' : `${dimensions} hyperparameters`
}

function noteOf(n: number, fit: number): string {
  return `fANOVA (Hutter, Hoos and Leyton-Brown 2014): the share of the objective’s variance over the whole search space, each range on its scale, that a hyperparameter alone accounts for in a random forest of ${trees} trees over ${n} completed trials. The forest explains ${(100 * fit).toFixed(0)} % of the variance of trials that it has not seen. Intervals are 95 % percentiles over its trees, each grown on a bootstrap sample of the trials: they show how far the figures hang on which trials were drawn, not how well a forest suits the objective. What is left of 100 % is interaction.`
}

/** Completed trials with a value of every dimension. */
function sampleOf(dimensions: readonly SearchDimension[], trials: readonly SearchTrial[]): Sample {
  const used = trials.flatMap(({ status, objective, hyperparameters }) => {
    if (status !== 'completed' || objective === undefined) return []
    const row = dimensions.flatMap((dimension) => placeOf(dimension, hyperparameters[dimension.name]) ?? [])
    return row.length === dimensions.length ? [{ row, objective }] : []
  })
  return {
    features: dimensions.map((dimension): Feature =>
      dimension.kind === 'categorical' ? { kind: 'category', size: dimension.values.length } : { kind: 'number' },
    ),
    rows: used.map(({ row }) => row),
    targets: used.map(({ objective }) => objective),
  }
}

/** Leaves out trees that are a single leaf: they have no variance to share. */
function rowsOf(
  dimensions: readonly SearchDimension[],
  { features }: Sample,
  forest: readonly GrownTree[],
): Importance['rows'] {
  const all = forest.flatMap(({ tree }) => {
    const shares = mainEffectShares(tree, features)
    return shares ? [shares] : []
  })
  return dimensions
    .map(({ name }, index) => {
      const shares = all.map((one) => one[index] ?? 0).sort((a, b) => a - b)
      return {
        name,
        share: shares.length === 0 ? 0 : mean(shares),
        interval: { low: quantile(shares, 0.025), high: quantile(shares, 0.975) },
      }
    })
    .sort((a, b) => b.share - a.share)
}

/** Linear between order statistics, as NumPy's default. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return low + (high - low) * (place - Math.floor(place))
}
