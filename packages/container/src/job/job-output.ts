/** A job's files in `output/data`, as core's job record describes them. */

import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus, platform } from 'node:os'
import { join } from 'node:path'

import type { Environment, Evaluation, History, LearningRates, Mistake, PartEvaluation } from '@assay/core'
import { trainerVersion } from '@assay/core/internal'

import type { Part } from '../data/parts/part.js'
import type { Evaluated } from '../evaluate/evaluate.js'
import { partEvaluation, predictionHeader, predictionLines } from '../evaluate/evaluation.js'
import type { OutputReading } from '../evaluate/evaluation.js'
import type { JobData } from './job-data.js'
import { confidentMistakes } from '../evaluate/mistakes.js'
import type { Backend } from '../backends/tensorflow.js'
import { isImages, writeThumbnail } from '../evaluate/thumbnails.js'

/** A held-out part with the model's results on it. */
export interface EvaluatedPart {
  readonly part: Part
  readonly evaluated: Evaluated
}

/** The held-out parts that have rows. */
export interface HeldOut {
  readonly validation?: EvaluatedPart
  readonly test?: EvaluatedPart
}

/** Writes `history.json`. */
export function writeHistory(folder: string, history: History): void {
  writeJson(folder, 'history.json', history)
}

/** Writes `learning-rates.json`. */
export function writeLearningRates(folder: string, tested: LearningRates): void {
  writeJson(folder, 'learning-rates.json', tested)
}

/** Writes `evaluation.json`, and for images `mistakes/<part>-<index>.png`. */
export async function writeEvaluation(folder: string, held: HeldOut, reading: OutputReading): Promise<void> {
  const evaluation: Record<string, PartEvaluation> = {}
  for (const name of ['validation', 'test'] as const) {
    const each = held[name]
    if (!each) continue
    const result = partEvaluation(each.evaluated, each.part, reading)
    evaluation[name] =
      reading.task === 'regression' ? result : { ...result, mistakes: await writeMistakes(folder, name, each, reading) }
  }
  writeJson(folder, 'evaluation.json', evaluation satisfies Evaluation)
}

async function writeMistakes(
  folder: string,
  name: string,
  { part, evaluated }: EvaluatedPart,
  reading: OutputReading,
): Promise<readonly Mistake[]> {
  const mistakes: Mistake[] = []
  for (const { row, ...mistake } of confidentMistakes(evaluated, part, reading)) {
    const image = `mistakes/${name}-${mistake.index}.png`
    if (isImages(part)) await writeThumbnail(part, row, join(folder, image))
    mistakes.push(isImages(part) ? { ...mistake, image } : mistake)
  }
  return mistakes
}

/** Writes `predictions.csv`: a line for each held-out example. */
export function writePredictions(folder: string, held: HeldOut, reading: OutputReading): void {
  const lines = (['validation', 'test'] as const).flatMap((name) => {
    const each = held[name]
    return each ? predictionLines(name, each.evaluated, each.part, reading) : []
  })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'predictions.csv'), `${[predictionHeader(reading), ...lines].join('\n')}\n`)
}

export interface EnvironmentParts extends Pick<Environment, 'parameters' | 'types' | 'timings'> {
  readonly backend: Backend
  readonly data: JobData
}

/** Writes `environment.json`. */
export function writeEnvironment(folder: string, { backend, data, ...parts }: EnvironmentParts): void {
  const environment: Environment = {
    backend: backend.name,
    trainerVersion,
    node: process.version,
    packages: backend.packages,
    platform: `${platform()} ${arch()}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    rows: { train: data.train.rows, validation: data.validation.rows, test: data.test.rows },
    leakage: data.leakage,
    ...(data.scale === undefined && { validationDigest: digestOf(data.validation.targets) }),
    ...parts,
  }
  writeJson(folder, 'environment.json', environment)
}

function digestOf({ buffer, byteOffset, byteLength }: Float64Array): string {
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')
}

function writeJson(folder: string, name: string, value: unknown): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`)
}
