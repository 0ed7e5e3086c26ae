/**
 * Losses with their gradients, in double precision. Training and evaluation share one implementation. Cross-entropies
 * take logits, which keeps them finite when a probability would round to 0 or 1.
 */

import { JobFailure } from '../base/job-failure.js'

/** A loss over the rows of a batch. */
export interface Loss {
  readonly name: string
  /** The last activation, if the loss includes it: the model is trained without it. */
  readonly activation?: 'softmax' | 'sigmoid'
  /** Returns one row's loss, and writes its gradient if asked. `row` is the index of the row's first output. */
  readonly row: (outputs: Float32Array, row: number, width: number, target: number, gradient?: Float32Array) => number
}

/**
 * Returns the loss of that name (Keras's, or its short form), or the task's default if the name is empty. `wanted` is the
 * number of classes, or of numbers to predict.
 * @throws JobFailure for an unknown name, or a loss that does not suit the task and the model's output.
 */
export function findLoss(name: string, task: 'classification' | 'regression', outputs: number, wanted: number): Loss {
  const fallback =
    task === 'regression' ? 'mean_squared_error' : outputs === 1 ? 'binary_crossentropy' : 'categorical_crossentropy'
  const asked = aliases[name] ?? (name === '' ? fallback : name)
  const loss = losses.find((each) => each.name === asked)
  if (!loss) {
    throw new JobFailure(`Unknown loss "${name}". Known are ${losses.map((each) => `"${each.name}"`).join(', ')}.`)
  }
  requireSuitable(loss, task, outputs, wanted)
  return loss
}

function requireSuitable(loss: Loss, task: string, outputs: number, classes: number): void {
  if (task === 'regression') {
    if (loss.activation) throw new JobFailure(`The loss "${loss.name}" is for classes; the data's target is a number.`)
    if (outputs !== classes) throw new JobFailure(`The model has ${outputs} outputs; the data needs ${classes}.`)
    return
  }
  if (outputs === classes && (outputs > 1 || loss !== categorical)) return
  if (outputs === 1 && classes === 2 && loss !== categorical) return
  throw new JobFailure(
    `The model has ${outputs} outputs, the data ${classes} classes; the loss "${loss.name}" needs ` +
      `${classes === 2 && loss !== categorical ? 'one output or 2' : `${classes} outputs`}.`,
  )
}

const categorical: Loss = {
  name: 'categorical_crossentropy',
  activation: 'softmax',
  row(outputs, row, width, target, gradient) {
    let largest = -Infinity
    for (let index = 0; index < width; index++) largest = Math.max(largest, outputs[row + index])
    let sum = 0
    for (let index = 0; index < width; index++) sum += Math.exp(outputs[row + index] - largest)
    if (gradient) {
      for (let index = 0; index < width; index++) gradient[row + index] = Math.exp(outputs[row + index] - largest) / sum
      gradient[row + target] -= 1
    }
    return largest + Math.log(sum) - outputs[row + target]
  },
}

/** The mean over the outputs. A single output is the logit of class 1; of several, each is the logit of its class. */
const binary: Loss = {
  name: 'binary_crossentropy',
  activation: 'sigmoid',
  row(outputs, row, width, target, gradient) {
    let sum = 0
    for (let index = 0; index < width; index++) {
      const logit = outputs[row + index]
      const truth = truthOf(target, index, width)
      sum += Math.max(logit, 0) - logit * truth + Math.log1p(Math.exp(-Math.abs(logit)))
      if (gradient) gradient[row + index] = (1 / (1 + Math.exp(-logit)) - truth) / width
    }
    return sum / width
  },
}

const squared: Loss = {
  name: 'mean_squared_error',
  row: (outputs, row, width, target, gradient) =>
    meanOver(width, (index) => {
      const error = outputs[row + index] - truthOf(target, index, width)
      if (gradient) gradient[row + index] = (2 * error) / width
      return error * error
    }),
}

const absolute: Loss = {
  name: 'mean_absolute_error',
  row: (outputs, row, width, target, gradient) =>
    meanOver(width, (index) => {
      const error = outputs[row + index] - truthOf(target, index, width)
      if (gradient) gradient[row + index] = Math.sign(error) / width
      return Math.abs(error)
    }),
}

const losses: readonly Loss[] = [categorical, binary, squared, absolute]

const aliases: Readonly<Record<string, string>> = {
  // Targets are class indexes here, so the two are the same.
  sparse_categorical_crossentropy: 'categorical_crossentropy',
  mse: 'mean_squared_error',
  mae: 'mean_absolute_error',
}

/** Returns the ideal output: of several, 1 for the true class; a single one, the target itself (class 1, or the value). */
export function truthOf(target: number, index: number, width: number): number {
  return width === 1 ? target : Number(target === index)
}

function meanOver(width: number, each: (index: number) => number): number {
  let sum = 0
  for (let index = 0; index < width; index++) sum += each(index)
  return sum / width
}
