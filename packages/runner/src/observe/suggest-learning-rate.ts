/** The curve of a test of learning rates → the rate to start with. */

import type { LearningRates } from '@assay/core'

/** The suggestion, or why there is none. */
export type RateSuggestion =
  | { readonly learningRate: number; readonly atEnd: boolean }
  | { readonly learningRate?: undefined; readonly because: 'too-short' | 'nowhere-falls' }

/** Steps skipped at the beginning, where the average is of few losses, and at the end, where it is out of bounds. */
const [skippedBefore, skippedAfter] = [10, 1]

/**
 * Returns the rate at which the smoothed loss falls fastest over the logarithm of the rate. The rates are a constant
 * factor apart, so that the differences of neighbours are the slope but for a factor; central ones, one-sided at the ends.
 * `atEnd` is true if that is the largest rate tested: there may be better ones beyond.
 * This is fastai's `steep` and what Lightning did, with its central differences and the steps that it leaves out, before it
 * took the slope over the rate itself.
 * @see https://docs.fast.ai/callback.schedule.html#steep
 */
export function suggestLearningRate({ steps, diverged }: LearningRates): RateSuggestion {
  const considered = steps.slice(skippedBefore, -skippedAfter)
  if (considered.length < 2) return { because: 'too-short' }
  const losses = considered.map(({ smoothedLoss }) => smoothedLoss)
  const slopes = losses.map((_, at) => slope(losses, at))
  const steepest = Math.min(...slopes)
  const at = slopes.indexOf(steepest)
  const found = considered[at]
  if (found === undefined || !(steepest < 0)) return { because: 'nowhere-falls' }
  return { learningRate: found.learningRate, atEnd: !diverged && at >= considered.length - 2 }
}

function slope(losses: readonly number[], at: number): number {
  const [before, after] = [Math.max(0, at - 1), Math.min(losses.length - 1, at + 1)]
  return ((losses[after] ?? NaN) - (losses[before] ?? NaN)) / (after - before)
}
