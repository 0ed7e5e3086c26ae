/**
 * Two variants on the same seeds and rows: the variance of their mean difference, split into what another seed and what
 * other rows would change.
 *
 * The n × m differences are a two-way crossed table without repetition (Cornfield and Tukey 1956, "Average values of mean
 * squares in factorials", doi.org/10.1214/aoms/1177728067). Treating rows as fixed, as a t test over seeds does, takes one
 * draw of rows for the population.
 */

import { mean, variance } from './statistics.js'
import type { VarianceSource } from './spread.js'

/** An estimated difference with its sources of variance. */
export interface SpreadDifference {
  readonly mean: number
  readonly sources: readonly VarianceSource[]
  /** Seeds (n) and rows (m) that it was estimated from; `rows` is 0 if only the means of the rows are known. */
  readonly seeds: number
  readonly rows: number
}

/**
 * Returns the difference of two variants on common seeds.
 * @param differences for each seed the difference on each row, in the same order of rows. [seed][row]
 * Rows alone vary if there is one seed, so pass one seed only if the engines are deterministic.
 */
export function crossedDifference(differences: readonly ArrayLike<number>[]): SpreadDifference {
  const [n, m] = [differences.length, differences[0]?.length ?? 0]
  const seedMeans = differences.map(meanOf)
  const rowMeans = meansByRow(differences, m)
  const overall = mean(seedMeans)
  const rowVariance = variance(rowMeans, overall)
  if (n < 2) return { mean: overall, seeds: n, rows: m, sources: [rowsSource(rowVariance / m, m)] }
  const seedVariance = variance(seedMeans, overall)
  const residual = residualVariance(differences, seedMeans, rowMeans, overall)
  return {
    mean: overall,
    seeds: n,
    rows: m,
    sources: [seedsSource(seedVariance / n, n), rowsSource(Math.max(rowVariance - residual / n, 0) / m, m)],
  }
}

/**
 * Returns the difference of two variants whose repetitions have nothing in common but the rows. [repetition][row]
 * A side of one repetition adds no variance of seeds: it must be deterministic.
 */
export function unpairedDifference(
  ours: readonly ArrayLike<number>[],
  theirs: readonly ArrayLike<number>[],
): SpreadDifference {
  const m = ours[0]?.length ?? 0
  const [ourRows, theirRows] = [meansByRow(ours, m), meansByRow(theirs, m)]
  const differences = ourRows.map((value, row) => value - (theirRows[row] ?? Number.NaN))
  const overall = meanOf(differences)
  return {
    mean: overall,
    seeds: Math.min(ours.length, theirs.length),
    rows: m,
    sources: [...repetitions(ours), ...repetitions(theirs), rowsSource(variance(differences, overall) / m, m)],
  }
}

function repetitions(values: readonly ArrayLike<number>[]): VarianceSource[] {
  const n = values.length
  const means = values.map(meanOf)
  return n < 2 ? [] : [seedsSource(variance(means, mean(means)) / n, n)]
}

const seedsSource = (variance_: number, n: number): VarianceSource => ({
  of: 'seeds',
  variance: variance_,
  degreesOfFreedom: n - 1,
})

const rowsSource = (variance_: number, m: number): VarianceSource => ({
  of: 'rows',
  variance: variance_,
  degreesOfFreedom: m - 1,
})

/** (n − 1)(m − 1) degrees of freedom: the variance that neither the seed nor the row explains. */
function residualVariance(
  differences: readonly ArrayLike<number>[],
  seedMeans: readonly number[],
  rowMeans: readonly number[],
  overall: number,
): number {
  const [n, m] = [differences.length, rowMeans.length]
  let sum = 0
  differences.forEach((values, seed) => {
    const ofSeed = (seedMeans[seed] ?? 0) - overall
    for (let row = 0; row < m; row++) sum += ((values[row] ?? 0) - (rowMeans[row] ?? 0) - ofSeed) ** 2
  })
  return sum / ((n - 1) * (m - 1))
}

function meansByRow(values: readonly ArrayLike<number>[], m: number): number[] {
  const sums = new Float64Array(m)
  for (const one of values) for (let row = 0; row < m; row++) sums[row] = (sums[row] ?? 0) + (one[row] ?? 0)
  return Array.from(sums, (sum) => sum / values.length)
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0
  return sum / values.length
}
