/**
 * The loss that training descends: the job's loss with smoothed labels and weighted classes. Validation and tests use the
 * plain loss, so that jobs that differ in these can be compared.
 */

import type { TrainingOptions } from '../contract/training-options.js'
import { JobFailure } from '../base/job-failure.js'
import { truthOf } from '../evaluate/loss.js'
import type { Loss } from '../evaluate/loss.js'

/**
 * Returns the loss to train with, given the training targets.
 * @throws JobFailure if the loss or the task has no labels to smooth or classes to weight.
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

/** Szegedy and others 2016, https://arxiv.org/abs/1512.00567, as in Keras: over all classes, or over both answers. */
function smooth(loss: Loss, smoothing: number): Loss {
  const even = loss.activation === 'softmax' ? (width: number) => 1 / width : () => 1 / 2
  return {
    ...loss,
    row(outputs, row, width, target, gradient) {
      const scale = loss.activation === 'softmax' ? smoothing : smoothing / width
      let sum = loss.row(outputs, row, width, target, gradient)
      for (let index = 0; index < width; index++) {
        // Every cross-entropy is linear in the truth, with the negative logit as its slope.
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

/** Returns rows / (classes × rows of the class), as scikit-learn does. Classes without rows do not count. */
function balancedWeights(targets: ArrayLike<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (let row = 0; row < targets.length; row++) counts.set(targets[row], (counts.get(targets[row]) ?? 0) + 1)
  return new Map([...counts].map(([target, count]) => [target, targets.length / (counts.size * count)]))
}
