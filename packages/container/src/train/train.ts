/** Trains over epochs: the part of a job between reading the data and the evaluation. */

import type { History, ResolvedLayer, TrainingSpec } from '@assay/core'
import { taskMetrics } from '@assay/core/internal'
import { deriveSeed, labelMixing, randomSteps, setPrepared, setRandomSteps } from '@assay/model-zoo/build'
import type { Weight } from '@assay/model-zoo/build'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { batchSource } from '../batches/batches.js'
import type { BatchSource } from '../batches/batches.js'
import type { Checkpoint } from '../checkpoint/checkpoint.js'
import type { Checkpoints } from '../checkpoint/checkpoint-folder.js'
import type { TrainingOptions } from '../contract/training-options.js'
import type { Part } from '../data/parts/part.js'
import { shuffler } from '../data/parts/random.js'
import { evaluate } from '../evaluate/evaluate.js'
import type { Evaluable, Stoppable } from '../evaluate/evaluate.js'
import { flatMemory } from './flat-memory.js'
import { JobFailure } from '../base/job-failure.js'
import { metricSums } from '../evaluate/metrics.js'
import { requireMixable } from '../evaluate/mixed-loss.js'
import type { Metrics } from '../evaluate/metrics.js'
import { findOptimizer } from '../optimize/optimizer.js'
import type { Optimizer } from '../optimize/optimizer.js'
import { isPatienceOver, selectedEpoch } from './selected-epoch.js'
import { trainingLoss } from './training-loss.js'
import { trainingStep } from './training-step.js'
import { copyWeights, restoreWeights } from '../model/weights.js'
import type { Weights } from '../model/weights.js'

/** A model, its data and how to train it. */
export interface Training extends Evaluable {
  readonly train: Part
  /** The model's layers. If they are given, augmentation at the model's beginning is done ahead of time. */
  readonly layers?: readonly ResolvedLayer[]
  /** If it has no rows, no `val_` metrics are measured. */
  readonly validation: Part
  readonly options: TrainingOptions
  readonly objective: TrainingSpec['objective']
  readonly seed: number
  /** Weights that are not trained. Default: none. */
  readonly frozen?: ReadonlySet<Weight>
}

/** Callbacks of a running training. */
export interface TrainingEvents extends Stoppable {
  readonly epoch: (epoch: History['epochs'][number], objective: number) => void
  /** Called once, before anything is trained, if training resumes from a checkpoint. */
  readonly resumed?: (epoch: number) => void
  /** Default: none, so training starts at its first epoch. */
  readonly checkpoints?: Checkpoints
}

/** Completed epochs, with the objective of the selected one. */
export interface Trained {
  readonly history: History
  readonly objective: number | undefined
  readonly images: number
  readonly seconds: number
}

/**
 * Trains the model, and leaves it with the weights of the selected epoch: the best by the objective if that is `at: best`,
 * else the last. If training is stopped, completed epochs count; before the first, the weights stay as they are.
 * Resumes from a checkpoint if there is one, with the same bits as if it had never stopped.
 * @throws JobFailure when the loss or the objective is not a finite number.
 */
export async function train(training: Training, events: TrainingEvents): Promise<Trained> {
  requireMeasured(training)
  const { train: part, options, layers, seed } = training
  const batches = batchSource({ part, batchSize: options.batchSize, layers, seed })
  try {
    return await trainOn(batches, training, events)
  } finally {
    await batches.close()
  }
}

async function trainOn(batches: BatchSource, training: Training, events: TrainingEvents): Promise<Trained> {
  const { model, objective, options } = training
  const optimizer = findOptimizer(options, Math.ceil(training.train.rows / options.batchSize))
  const resumed = events.checkpoints?.restore()
  if (resumed) restore(training, optimizer, resumed, events)
  const epochs = [...(resumed?.history.epochs ?? [])]
  let kept = resumed?.best ?? resumed?.weights
  let seconds = resumed?.seconds ?? 0
  const history = (): History => ({ epochs, selectedEpoch: selectedEpoch(epochs, objective)?.epoch ?? 0 })
  // A model that cannot change is only measured.
  const changes = model.trainableWeights.some((weight) => training.frozen?.has(weight) !== true)
  const mostEpochs = changes ? options.epochs : 1
  const isEnded = (): boolean => epochs.length >= mostEpochs || isPatienceOver(epochs, objective, options.patience)
  const checkMemory = flatMemory()
  const runEpoch = epochRunner(training, optimizer, batches, epochs.length, events)
  while (!isEnded()) {
    const start = performance.now()
    const trained = await runEpoch(epochs.length + 1)
    const trainedSeconds = (performance.now() - start) / 1000
    if (!trained) break
    const validated = await validationMetrics(training, events)
    if (!validated) break
    seconds += trainedSeconds
    const metrics = { ...trained, ...validated }
    const epoch = { epoch: epochs.length + 1, seconds: (performance.now() - start) / 1000, metrics }
    requireFinite(metrics, objective.metric, epoch.epoch)
    epochs.push(epoch)
    const selected = selectedEpoch(epochs, objective) ?? epoch
    if (selected === epoch) kept = copyWeights(model)
    events.epoch(epoch, selected.metrics[objective.metric])
    checkMemory(epoch.epoch)
    const state = { history: history(), seconds, selected: kept ?? [] }
    if (isEnded()) events.checkpoints?.save(() => endedCheckpoint(state), true)
    else events.checkpoints?.save(() => checkpoint(state, model, optimizer), false)
  }
  // A stop may have left the weights in the middle of an epoch.
  if (kept) restoreWeights(model, kept)
  return {
    history: history(),
    objective: selectedEpoch(epochs, objective)?.metrics[objective.metric],
    images: epochs.length * training.train.rows,
    seconds,
  }
}

/** The part of a checkpoint beside the state of the model and of the optimizer. */
interface Standing extends Pick<Checkpoint, 'history' | 'seconds'> {
  /** The weights of the selected epoch. */
  readonly selected: Weights
}

function checkpoint({ history, seconds, selected }: Standing, model: LayersModel, optimizer: Optimizer): Checkpoint {
  const isLast = history.selectedEpoch === history.epochs.length
  return {
    history,
    seconds,
    weights: isLast ? selected : copyWeights(model),
    ...(isLast ? {} : { best: selected }),
    optimizer: optimizer.state(),
    randomSteps: randomSteps(model),
  }
}

/** A checkpoint after the last epoch has only what the evaluation needs. */
function endedCheckpoint({ history, seconds, selected }: Standing): Checkpoint {
  return { history, seconds, weights: selected, optimizer: { steps: 0, memory: new Map() }, randomSteps: [] }
}

function restore({ model }: Training, optimizer: Optimizer, from: Checkpoint, { resumed }: TrainingEvents): void {
  restoreWeights(model, from.weights)
  optimizer.restore(from.optimizer)
  setRandomSteps(model, from.randomSteps)
  resumed?.(from.history.epochs.length)
}

/** Trains one epoch and returns its metrics, or undefined if it was stopped. */
type EpochRunner = (epoch: number) => Promise<Metrics | undefined>

function epochRunner(
  { model, loss, task, scale, train: part, options, seed, frozen }: Training,
  optimizer: Optimizer,
  batches: BatchSource,
  epochsBefore: number,
  events: TrainingEvents,
): EpochRunner {
  const step = trainingStep(model, optimizer, frozen)
  const descended = trainingLoss(loss, options, task, part.targets)
  const mixing = labelMixing(model)
  if (mixing) requireMixable(loss, task)
  const shuffle = shuffler(deriveSeed(seed, 'Shuffle'))
  const order = Int32Array.from({ length: part.rows }, (_, row) => row)
  // Each epoch shuffles the order of the one before.
  for (let epoch = 0; epoch < epochsBefore; epoch++) shuffle(order)
  return async (epoch) => {
    const sums = metricSums(task, descended, scale)
    shuffle(order)
    let steps = 0
    for await (const { rows, values, targets } of batches.epoch(order, setPrepared(model, batches.prepared))) {
      const value = step(values, [rows, ...batches.shape], targets, sums, mixing?.(rows))
      steps++
      if (!Number.isFinite(value)) throw diverged('loss', value, `epoch ${epoch}, step ${steps}`)
      await events.pause()
      if (events.isStopped()) return undefined
    }
    return sums.result()
  }
}

/** Returns undefined if it was stopped. */
async function validationMetrics(training: Training, events: TrainingEvents): Promise<Metrics | undefined> {
  if (training.validation.rows === 0) return {}
  const evaluated = await evaluate(training, training.validation, events)
  return (
    evaluated && Object.fromEntries(Object.entries(evaluated.metrics).map(([name, value]) => [`val_${name}`, value]))
  )
}

function requireMeasured({ objective, task, scale, validation }: Training): void {
  const held = validation.rows > 0 ? [...taskMetrics[task], ...(scale ? ['mase'] : [])] : []
  const names: string[] = [...taskMetrics[task], ...held.map((name) => `val_${name}`)]
  if (names.includes(objective.metric)) return
  throw new JobFailure(
    `The objective "${objective.metric}" is not measured by this job. Measured are ${names.map((name) => `"${name}"`).join(', ')}.`,
  )
}

function requireFinite(metrics: Metrics, objective: string, epoch: number): void {
  for (const name of ['val_loss', objective]) {
    const value = name in metrics ? metrics[name] : name === objective ? NaN : 0
    if (!Number.isFinite(value)) throw diverged(name, value, `epoch ${epoch}`)
  }
}

function diverged(name: string, value: number, when: string): JobFailure {
  return new JobFailure(
    `The metric "${name}" became ${value} in ${when}: training diverged. A smaller "learning_rate" may help.`,
  )
}
