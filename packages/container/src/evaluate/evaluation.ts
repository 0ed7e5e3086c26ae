/** A held-out part's results by class, and its predictions row by row. */

import type { PartEvaluation } from '@assay/core'
import { classScores, confusionOf } from '@assay/core/internal'
import type { Confusion } from '@assay/core/internal'

import { calibration, probability } from './calibration.js'
import type { Part } from '../data/parts/part.js'
import type { Evaluated } from './evaluate.js'
import type { Loss } from './loss.js'
import { predictedClass } from './metrics.js'
import type { ForecastScale } from '../data/tables/series.js'

/** How to interpret outputs. */
export interface OutputReading {
  readonly loss: Loss
  readonly task: 'classification' | 'regression'
  readonly classNames: readonly string[]
  /** Of forecasts. */
  readonly scale?: ForecastScale
}

/** Returns a part's metrics, and for classes the confusion matrix, precision, recall, F1 and calibration. */
export function partEvaluation(evaluated: Evaluated, part: Part, reading: OutputReading): PartEvaluation {
  const { metrics } = evaluated
  if (reading.task === 'regression') return { rows: part.rows, metrics }
  const confusion = confusionMatrix(evaluated, part, reading)
  const calibrated = calibration(evaluated, part, reading.loss)
  return {
    rows: part.rows,
    metrics,
    classes: reading.classNames.map((name, index) => ({ name, ...classScores(confusion, index) })),
    confusion,
    ...(calibrated && { calibration: calibrated }),
  }
}

function confusionMatrix({ outputs }: Evaluated, part: Part, { loss, classNames }: OutputReading): Confusion {
  const width = outputs.length / part.rows
  const predictions = Int32Array.from(part.indexes, (_, row) => predictedClass(outputs, row * width, width, loss))
  return confusionOf({ predictions, targets: part.targets }, classNames.length)
}

/** Returns the columns of `predictions.csv`. `loss` is the objective's unit of `val_loss`, for each row. */
export function predictionHeader({ scale }: OutputReading): string {
  return scale ? 'part,index,step,label,predicted,loss' : 'part,index,label,predicted,probability,loss'
}

/** Returns a line for each example: its place in its channel, its target, the output, how sure the model was, and the loss. */
export function predictionLines(name: string, { outputs }: Evaluated, part: Part, reading: OutputReading): string[] {
  if (reading.scale) return forecastLines(name, outputs, part, { ...reading, scale: reading.scale })
  const width = outputs.length / part.rows
  return Array.from(part.indexes, (index, row) => {
    const loss = lossText(reading.loss.row(outputs, row * width, width, part.targets[row]))
    if (reading.task === 'regression') return `${name},${index},${part.targets[row]},${outputs[row]},,${loss}`
    const predicted = predictedClass(outputs, row * width, width, reading.loss)
    const names = [part.targets[row], predicted].map((each) => quoted(reading.classNames[each]))
    return `${name},${index},${names.join(',')},${probability(outputs, row * width, width, predicted, reading.loss).toFixed(6)},${loss}`
  })
}

/** Returns a line for each step of each forecast: the row that is forecast, and how many steps ahead. */
function forecastLines(
  name: string,
  outputs: Float32Array,
  part: Part,
  { loss, scale: { mean, deviation } }: OutputReading & { readonly scale: ForecastScale },
): string[] {
  const { targetWidth: horizon = 1 } = part
  // A target is a number from the file, scaled in single precision and back.
  const inUnits = (value: number): number => Number((mean + deviation * value).toPrecision(7))
  return Array.from(outputs, (output, at) => {
    const step = at % horizon
    const index = part.indexes[Math.floor(at / horizon)] + step
    const ofStep = lossText(loss.row(outputs, at, 1, part.targets[at]))
    return `${name},${index},${step + 1},${inUnits(part.targets[at])},${inUnits(output)},${ofStep}`
  })
}

/** More digits than single precision has say nothing. */
function lossText(loss: number): string {
  return String(Number(loss.toPrecision(7)))
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
