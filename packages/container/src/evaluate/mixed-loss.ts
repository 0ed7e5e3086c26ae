/** Losses of mixed examples, which have two labels with a share each. */

import type { Mixing } from '@assay/model-zoo/build'

import { JobFailure } from '../base/job-failure.js'
import type { Loss } from './loss.js'

/** One example's labels: `target` has the weight, `other` the rest. */
export interface MixedTarget {
  readonly target: number
  readonly other: number
  readonly weight: number
}

export function mixedTarget(targets: Float64Array, row: number, { partners, weights }: Mixing): MixedTarget {
  return { target: targets[row], other: targets[partners[row]], weight: weights[row] }
}

/** Returns the label to compare a prediction with: the heavier one of two classes, or the weighted mean of two numbers. */
export function comparedTarget({ target, other, weight }: MixedTarget, task: string): number {
  if (task === 'regression') return weight * target + (1 - weight) * other
  return weight >= 0.5 ? target : other
}

/** Returns one row's loss with two labels. Cross-entropies are linear in the truth, so the shares are exact. */
export function mixedRow(
  loss: Loss,
  task: string,
  {
    outputs,
    row,
    width,
    gradient,
  }: { outputs: Float32Array; row: number; width: number; gradient?: Float32Array | undefined },
  mixed: MixedTarget,
): number {
  const { target, other, weight } = mixed
  if (other === target) return loss.row(outputs, row, width, target, gradient)
  if (task === 'regression') return loss.row(outputs, row, width, comparedTarget(mixed, task), gradient)
  const own = loss.row(outputs, row, width, target, gradient)
  const kept = gradient?.slice(row, row + width)
  const others = loss.row(outputs, row, width, other, gradient)
  if (gradient && kept) {
    for (let index = 0; index < width; index++) {
      gradient[row + index] = weight * kept[index] + (1 - weight) * gradient[row + index]
    }
  }
  return weight * own + (1 - weight) * others
}

/** @throws JobFailure if a loss of classes is not linear in their shares. */
export function requireMixable({ name, activation }: Loss, task: string): void {
  if (task === 'regression' || activation) return
  throw new JobFailure(`"mix_up" gives examples shares of two classes, for cross-entropies; the loss is "${name}".`)
}
