/** Training over epochs: what happens between the data and the evaluation. */

import type { History, TrainingSpec } from '@assay/core'
import { deriveSeed } from '@assay/model-zoo/build'

import type { TrainingOptions } from './context.js'
import { gather } from './data/part.js'
import type { Part } from './data/part.js'
import { shuffler } from './data/random.js'
import { evaluate } from './evaluate.js'
import type { Evaluable, Stoppable } from './evaluate.js'
import { JobFailure } from './job-failure.js'
import { metricsOf, metricSums } from './metrics.js'
import type { Metrics } from './metrics.js'
import { findOptimizer } from './optimizer.js'
import { trainingStep } from './training-step.js'
import { copyWeights, restoreWeights } from './weights.js'

/** What is trained, on what, and how. */
export interface Training extends Evaluable {
  readonly train: Part
  /** Without rows, no `val_` metrics are measured. */
  readonly validation: Part
  readonly options: TrainingOptions
  readonly objective: TrainingSpec['objective']
  readonly seed: number
}

/** What training tells while it runs, and is told. */
export interface TrainingEvents extends Stoppable {
  readonly epoch: (epoch: History['epochs'][number], objective: number) => void
}

/** The epochs that were completed, and the objective of the selected one. */
export interface Trained {
  readonly history: History
  readonly objective: number | undefined
  readonly images: number
  readonly seconds: number
}

/**
 * Trains the model, whose weights are those of the selected epoch afterwards: the best by the objective where it says
 * `at: best`, else the last. When stopped, what was completed counts; before the first epoch, the weights as they are.
 * @throws JobFailure when the loss or the objective is not a finite number.
 */
export async function train(training: Training, events: TrainingEvents): Promise<Trained> {
  requireMeasured(training)
  const { model, objective, options } = training
  const epochs: History['epochs'][number][] = []
  let best: { epoch: number; value: number; weights: ReturnType<typeof copyWeights> } | undefined
  let seconds = 0
  const runEpoch = epochRunner(training, events)
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const start = performance.now()
    const trained = await runEpoch(epoch)
    const trainedSeconds = (performance.now() - start) / 1000
    if (!trained) break
    seconds += trainedSeconds
    const validated = await validationMetrics(training, events)
    if (!validated) break
    const metrics = { ...trained, ...validated }
    const value = requireFinite(metrics, objective.metric, epoch)
    if (objective.at === 'last' || best === undefined || isBetter(value, best.value, objective.goal)) {
      best = { epoch, value, weights: objective.at === 'best' ? copyWeights(model) : [] }
    }
    epochs.push({ epoch, seconds: (performance.now() - start) / 1000, metrics })
    events.epoch(epochs[epochs.length - 1], best.value)
  }
  if (best && objective.at === 'best') restoreWeights(model, best.weights)
  return {
    history: { epochs, selectedEpoch: best?.epoch ?? 0 },
    objective: best?.value,
    images: epochs.length * training.train.rows,
    seconds,
  }
}

/** Trains one epoch and returns its metrics; undefined when stopped on the way. */
type EpochRunner = (epoch: number) => Promise<Metrics | undefined>

function epochRunner({ model, loss, task, train: part, options, seed }: Training, events: TrainingEvents): EpochRunner {
  const step = trainingStep(model, findOptimizer(options))
  const shuffle = shuffler(deriveSeed(seed, 'Shuffle'))
  const order = Int32Array.from({ length: part.rows }, (_, row) => row)
  const batch = new Float32Array(Math.min(options.batchSize, part.rows) * part.width)
  const targets = new Float64Array(Math.min(options.batchSize, part.rows))
  return async (epoch) => {
    const sums = metricSums(task, loss)
    shuffle(order)
    for (let from = 0; from < part.rows; from += options.batchSize) {
      const to = Math.min(from + options.batchSize, part.rows)
      gather(part, order, from, to, batch, targets)
      const value = step(batch.subarray(0, (to - from) * part.width), [to - from, ...part.inputShape], targets, sums)
      if (!Number.isFinite(value)) throw diverged('loss', value, `epoch ${epoch}, step ${from / options.batchSize + 1}`)
      await events.pause()
      if (events.isStopped()) return undefined
    }
    return sums.result()
  }
}

/** Undefined when stopped on the way. */
async function validationMetrics(training: Training, events: TrainingEvents): Promise<Metrics | undefined> {
  if (training.validation.rows === 0) return {}
  const evaluated = await evaluate(training, training.validation, events)
  return (
    evaluated && Object.fromEntries(Object.entries(evaluated.metrics).map(([name, value]) => [`val_${name}`, value]))
  )
}

function requireMeasured({ objective, task, validation }: Training): void {
  const names = metricsOf[task].flatMap((name) => (validation.rows > 0 ? [name, `val_${name}`] : [name]))
  if (names.includes(objective.metric)) return
  throw new JobFailure(
    `The objective "${objective.metric}" is not measured by this job. Measured are ${names.map((name) => `"${name}"`).join(', ')}.`,
  )
}

function requireFinite(metrics: Metrics, objective: string, epoch: number): number {
  for (const name of ['val_loss', objective]) {
    const value = name in metrics ? metrics[name] : name === objective ? NaN : 0
    if (!Number.isFinite(value)) throw diverged(name, value, `epoch ${epoch}`)
  }
  return metrics[objective]
}

function diverged(name: string, value: number, when: string): JobFailure {
  return new JobFailure(
    `The metric "${name}" became ${value} in ${when}: training diverged. A smaller "learning_rate" may help.`,
  )
}

function isBetter(value: number, than: number, goal: 'maximize' | 'minimize'): boolean {
  return goal === 'maximize' ? value > than : value < than
}
