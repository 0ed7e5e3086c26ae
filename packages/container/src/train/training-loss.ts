/**
 * The loss that training descends: the job's, with smoothed labels and weighted classes. Validation and tests keep the
 * plain loss, so that jobs can be compared that differ in these.
 */

import type { TrainingOptions } from '../contract/training-options.js'
import { JobFailure } from '../base/job-failure.js'
import { truthOf } from '../evaluate/loss.js'
import type { Loss } from '../evaluate/loss.js'

/**
 * Returns the loss to train with, given the training targets.
 * @throws JobFailure where the loss or the task has no labels to smooth or classes to weigh.
 */
export function trainingLoss(
  loss: Loss,
  { labelSmoothing, classWeight }: Pick<TrainingOptions, 'labelSmoothing' | 'classWeight'>,
  task: string,
  targets: ArrayLike<number>,
): Loss {
  if (labelSmoothing > 0 && !loss.activation) {
    throw new JobFailure(`"label_smoothing" is for cross-entropies; the loss is "${loss.name}".`)
  }
  if (classWeight === 'balanced' && task !== 'classification') {
    throw new JobFailure('The "class_weight" is "balanced", but the data\'s target is a number.')
  }
  const smoothed = labelSmoothing > 0 ? smooth(loss, labelSmoothing) : loss
  return classWeight === 'balanced' ? weigh(smoothed, balancedWeights(targets)) : smoothed
}

/** Szegedy and others 2016, https://arxiv.org/abs/1512.00567, as Keras has it: over the classes, or both answers. */
function smooth(loss: Loss, smoothing: number): Loss {
  const even = loss.activation === 'softmax' ? (width: number) => 1 / width : () => 1 / 2
  return {
    ...loss,
    row(outputs, row, width, target, gradient) {
      const scale = loss.activation === 'softmax' ? smoothing : smoothing / width
      let sum = loss.row(outputs, row, width, target, gradient)
      for (let index = 0; index < width; index++) {
        // Every cross-entropy is linear in its truth, with the logit as slope.
        const less = scale * (truthOf(target, index, width) - even(width))
        sum += less * outputs[row + index]
        if (gradient) gradient[row + index] += less
      }
      return sum
    },
  }
}

function weigh(loss: Loss, weights: ReadonlyMap<number, number>): Loss {
  return {
    ...loss,
    row(outputs, row, width, target, gradient) {
      const weight = weights.get(target) ?? 1
      const value = weight * loss.row(outputs, row, width, target, gradient)
      if (gradient) for (let index = 0; index < width; index++) gradient[row + index] *= weight
      return value
    },
  }
}

/** Rows / (classes × rows of the class), as scikit-learn's. Classes without rows are not counted. */
function balancedWeights(targets: ArrayLike<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (let row = 0; row < targets.length; row++) counts.set(targets[row], (counts.get(targets[row]) ?? 0) + 1)
  return new Map([...counts].map(([target, count]) => [target, targets.length / (counts.size * count)]))
}
