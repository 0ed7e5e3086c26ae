/** SageMaker's early stopping (TrainingJobEarlyStoppingType Auto): the median rule. */
import type { History } from './space/history.js'

/**
 * Returns whether the job with this curve is to be stopped now. "Compute running average of the objective metric for
 * all previous training jobs up to the same epoch and then compute the median of all of the averages"; the job is
 * stopped if its own value is worse than that median.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-early-stopping.html
 *
 * @param previous the objective after each epoch of the jobs that ran before; those shorter than this one, stopped
 *   ones among them, have no average up to this epoch and do not count.
 */
export function stopEarly(
  goal: History['goal'],
  curve: readonly number[],
  previous: readonly (readonly number[])[],
): boolean {
  const epochs = curve.length
  const value = curve.at(-1)
  if (value === undefined || Number.isNaN(value)) return false
  const averages = previous
    .filter((other) => other.length >= epochs)
    .map((other) => other.slice(0, epochs).reduce((sum, each) => sum + each, 0) / epochs)
    .filter((average) => Number.isFinite(average))
    .sort((a, b) => a - b)
  if (averages.length === 0) return false
  const half = averages.length >> 1
  const upper = averages[half] ?? 0
  const median = averages.length % 2 === 1 ? upper : ((averages[half - 1] ?? 0) + upper) / 2
  return goal === 'Minimize' ? value > median : value < median
}
