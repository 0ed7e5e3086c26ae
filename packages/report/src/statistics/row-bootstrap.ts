/**
 * Metrics that are no mean over rows (F1, AUC, R², RMSE): the rows' part of the variance by the bootstrap, the seeds' part
 * by the spread of the seeds.
 *
 * B is the bootstrap variance of the mean difference over rows, A the mean of the single seeds' bootstrap variances. B
 * contains 1/n of the noise that a seed and a row share, which seeds already count; B − (A − B)/(n − 1) takes it away.
 */

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

import type { SpreadDifference } from './crossed.js'
import { mean, variance } from './statistics.js'

/** How often rows are drawn again. */
const resamples = 400

/**
 * Returns the difference of a metric that is computed from all rows at once.
 * @param difference the difference for one seed on rows given by their positions, which may repeat.
 */
export function bootstrapDifference(
  seeds: number,
  rows: number,
  difference: (seed: number, rows: Int32Array) => number,
): SpreadDifference {
  const all = Int32Array.from({ length: rows }, (_, row) => row)
  const observed = Array.from({ length: seeds }, (_, seed) => difference(seed, all))
  const drawn = drawDifferences(seeds, rows, difference)
  const [mean_, joint] = [mean(observed), variance(drawn.map(mean))]
  const ofRows = { of: 'rows' as const, degreesOfFreedom: rows - 1 }
  if (seeds < 2) return { mean: mean_, seeds, rows, sources: [{ ...ofRows, variance: joint }] }
  const single = mean(observed.map((_, seed) => variance(drawn.map((values) => values[seed] ?? 0))))
  return {
    mean: mean_,
    seeds,
    rows,
    sources: [
      { of: 'seeds', variance: variance(observed) / seeds, degreesOfFreedom: seeds - 1 },
      { ...ofRows, variance: Math.max(joint - (single - joint) / (seeds - 1), 0) },
    ],
  }
}

/** The same rows for every seed of a draw: rows are crossed with seeds. [draw][seed] */
function drawDifferences(
  seeds: number,
  rows: number,
  difference: (seed: number, rows: Int32Array) => number,
): number[][] {
  const generator = xoroshiro128plus(20_260_101)
  const positions = new Int32Array(rows)
  return Array.from({ length: resamples }, () => {
    for (let row = 0; row < rows; row++) positions[row] = uniformInt(generator, 0, rows - 1)
    return Array.from({ length: seeds }, (_, seed) => difference(seed, positions))
  })
}
