/** A training job from its configuration to its output: `/opt/ml/input` in, `/opt/ml/model` and `/opt/ml/output` out. */

import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

import { learningRateTest, trainerVersion } from '@assay/core/internal'
import { build, infer, ShapeError } from '@assay/model-zoo/build'

import { adaptModel } from '../model/adapt-model.js'
import { checkpointFolder } from '../checkpoint/checkpoint-folder.js'
import { readContext } from '../contract/context.js'
import type { Context } from '../contract/context.js'
import { readJobData } from './job-data.js'
import type { JobData } from './job-data.js'
import { evaluate } from '../evaluate/evaluate.js'
import type { Evaluable, Stoppable } from '../evaluate/evaluate.js'
import { withoutActivation } from '../model/head.js'
import type { Part } from '../data/parts/part.js'
import { takeWeights } from '../model/initial-weights.js'
import { JobFailure } from '../base/job-failure.js'
import { writeEnvironment, writeEvaluation, writeHistory, writeLearningRates, writePredictions } from './job-output.js'
import type { EvaluatedPart, HeldOut } from './job-output.js'
import type { Layout } from '../contract/layout.js'
import { findLoss } from '../evaluate/loss.js'
import { writeModelFiles } from '../model/model-files.js'
import { jobLayers } from './job-layers.js'
import { reportMetrics } from './report-metrics.js'
import type { Log } from '../base/log.js'
import { describeBackend, startBackend } from '../backends/tensorflow.js'
import type { Backend, BackendRequest } from '../backends/tensorflow.js'
import { testLearningRates } from '../train/test-learning-rates.js'
import { train } from '../train/train.js'
import type { Trained, Training } from '../train/train.js'
import { copyWeights } from '../model/weights.js'

/** A running job's connections to its process. */
export interface JobEvents {
  readonly log: Log
  /** Returns whether the job was asked to stop. It then stops at the next batch, and keeps its results so far. */
  readonly isStopped: () => boolean
  /** SageMaker's `TRAINING_JOB_NAME`. */
  readonly jobName?: string | undefined
}

/**
 * Runs a job to its end, or until it is stopped.
 * @throws JobFailure if the job itself is at fault.
 */
export async function runJob(layout: Layout, { log, isStopped }: JobEvents, request?: BackendRequest): Promise<void> {
  const timer = phases()
  const context = readContext(layout)
  const backend = await startBackend(request)
  log(`Backend ${describeBackend(backend)}, seed ${context.seed}.`)
  if (request?.expectsGpu && backend.device === 'cpu') log(noGpu(backend))
  timer.end('start')

  const data = await readJobData(context)
  const rows = data.train.rows === 1 ? 'row trains' : 'rows train'
  log(`${data.train.rows} ${rows}, ${data.validation.rows} validate, ${data.test.rows} test.`)
  warnOfLeakage(log, data)
  timer.end('data')

  // Texts were numbered when the data was read, so their layer has done its work.
  const layers = jobLayers(context, data).slice(data.scaling.text ? 1 : 0)
  const trainable = trainableModel(context, data, layers)
  log(`${trainable.model.countParams()} parameters.`)
  const frozen = await handedOn(context, { model: trainable.model, layers, inputShape: data.train.inputShape }, log)
  const pause = async (): Promise<void> => void (await setImmediate())
  const training = {
    ...trainable,
    ...data,
    layers,
    options: context.training,
    objective: context.spec.objective,
    seed: context.seed,
    ...(frozen === undefined ? {} : { frozen }),
  }
  const isTest = context.training.schedule === learningRateTest.name
  const trained = isTest
    ? await tested(training, layout, { pause, isStopped })
    : await train(training, {
        epoch: ({ epoch, metrics }, objective) => reportMetrics(log, { epoch, objective, ...metrics }),
        resumed: (epoch) => log(`Goes on after epoch ${epoch}.`),
        checkpoints: checkpointFolder(layout.checkpoints, jobIdentity(context, backend), log),
        pause,
        isStopped,
      })
  timer.end('training')

  const held = isTest ? {} : await evaluateParts(trainable, data, { pause, isStopped })
  timer.end('evaluation')
  reportSelected(log, trained, held.test)
  await writeModelFiles(
    layout.model,
    {
      spec: context.spec,
      layers,
      inputShape: data.train.inputShape,
      classNames: data.classNames,
      divisor: data.train.features.divisor,
      ...data.scaling,
    },
    copyWeights(trainable.model),
  )
  writeHistory(layout.outputData, trained.history)
  await writeEvaluation(layout.outputData, held, { ...trainable, classNames: data.classNames })
  writePredictions(layout.outputData, held, { ...trainable, classNames: data.classNames })
  writeEnvironment(layout.outputData, {
    backend,
    parameters: trainable.model.countParams(),
    types: context.spec.types,
    data,
    timings: { ...timer.seconds, images_per_second: imagesPerSecond(trained) },
  })
  log(isStopped() ? `Stopped after ${trained.history.epochs.length} epochs.` : 'Completed.')
}

/** Tests learning rates and writes the curve. The model is not trained. */
async function tested(training: Training, { outputData }: Layout, events: Stoppable): Promise<Trained> {
  const start = performance.now()
  const rates = await testLearningRates(training, events)
  writeLearningRates(outputData, rates)
  const images = rates.steps.length * training.options.batchSize
  return {
    history: { epochs: [], selectedEpoch: 0 },
    objective: undefined,
    images,
    seconds: (performance.now() - start) / 1000,
  }
}

/** Takes weights from another job if the spec asks for that. */
function handedOn(
  { spec, channels }: Context,
  own: Parameters<typeof takeWeights>[0],
  log: Log,
): ReturnType<typeof takeWeights> | undefined {
  if (spec.init === undefined) return undefined
  const folder = channels['init_weights']
  if (folder === undefined) throw new JobFailure('The job has no channel "init_weights".')
  return takeWeights(own, folder, spec.init, log)
}

function noGpu({ name }: Backend): string {
  return name === 'wasm'
    ? 'This image is for GPUs, which the backend "wasm" does not use; plan with "--backend tensorflow".'
    : 'TensorFlow finds no GPU here: this job runs on the processor.'
}

function warnOfLeakage(log: Log, { leakage, validation, test }: JobData): void {
  for (const [name, part] of Object.entries({ validation, test }) as [keyof typeof leakage, Part][]) {
    if (leakage[name] === 0) continue
    log(
      `Warning: ${leakage[name]} of the ${part.rows} ${name} rows are training rows too; results on them are too good.`,
    )
  }
}

/** Returns a digest that attempts of the same job share, and other jobs do not. */
function jobIdentity({ spec, seed, values }: Context, backend: Backend): string {
  const text = JSON.stringify({ spec, seed, values, trainerVersion, backend: backend.name })
  return createHash('sha256').update(text).digest('hex')
}

function trainableModel(context: Context, data: JobData, layers: ReturnType<typeof jobLayers>): Evaluable {
  try {
    const { inputShape } = data.train
    const loss = findLoss(context.training.loss, data.task, outputCount(layers, inputShape), data.scope['outputs'])
    const model = build(withoutActivation(layers, loss.activation), inputShape, { seed: context.seed })
    adaptModel(model, data.train)
    return { model, loss, task: data.task, ...(data.scale && { scale: data.scale }) }
  } catch (error) {
    if (error instanceof ShapeError) throw new JobFailure(error.message, { cause: error })
    throw error
  }
}

/** Weights take a quarter of 2 GiB, and so do their gradients and the updated weights. */
const mostParameters = 2 ** 27

function outputCount(layers: ReturnType<typeof jobLayers>, inputShape: readonly number[]): number {
  const inference = infer(layers, inputShape)
  if (!inference.fits) throw new JobFailure(`The layer "${inference.layer}" does not fit. ${inference.message}`)
  if (inference.parameters > mostParameters) {
    throw new JobFailure(
      `The model has ${inference.parameters} parameters; at most ${mostParameters} fit into the memory of WebAssembly.`,
    )
  }
  if (inference.outputShape.length === 1) return inference.outputShape[0]
  throw new JobFailure(
    `The model ends in the shape [${inference.outputShape.join(', ')}]; it must end in one number for each output. ` +
      'A "flatten" or a global pooling before the last layer does that.',
  )
}

async function evaluateParts(trainable: Evaluable, data: JobData, events: Stoppable): Promise<HeldOut> {
  const held: { validation?: EvaluatedPart; test?: EvaluatedPart } = {}
  for (const name of ['validation', 'test'] as const) {
    const part = data[name]
    if (part.rows === 0 || events.isStopped()) continue
    const evaluated = await evaluate(trainable, part, events)
    if (evaluated) held[name] = { part, evaluated }
  }
  return held
}

/** Prints the metrics of the selected epoch last, because SageMaker keeps the last value of each. */
function reportSelected(log: Log, trained: Trained, test: EvaluatedPart | undefined): void {
  const { epochs, selectedEpoch } = trained.history
  const selected = epochs.find(({ epoch }) => epoch === selectedEpoch)
  if (!selected || trained.objective === undefined) return
  const tested = Object.entries(test?.evaluated.metrics ?? {}).map(([name, value]) => [`test_${name}`, value])
  reportMetrics(log, {
    epoch: selectedEpoch,
    objective: trained.objective,
    ...selected.metrics,
    ...(Object.fromEntries(tested) as Record<string, number>),
    images_per_second: imagesPerSecond(trained),
  })
}

function imagesPerSecond({ images, seconds }: Trained): number {
  return seconds > 0 ? images / seconds : 0
}

/** Returns a timer of seconds by phase. The first phase begins with the process. */
function phases(): { readonly end: (name: string) => void; readonly seconds: Record<string, number> } {
  let last = 0
  const seconds: Record<string, number> = {}
  return {
    seconds,
    end: (name) => {
      const now = performance.now() / 1000
      seconds[name] = now - last
      last = now
    },
  }
}
