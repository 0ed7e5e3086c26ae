/** The trained model as files: TensorFlow.js's `model.json` and `weights.bin`, and `assay.json` on what it is. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { ResolvedLayer, SeriesNumbers, TrainingSpec } from '@assay/core'
import { build } from '@assay/model-zoo/build'
import { io } from '@tensorflow/tfjs-core'

import type { ChannelReader } from './data/channel-reader.js'
import { restoreWeights } from './weights.js'
import type { Weights } from './weights.js'

/** What is written beside the weights: enough to build the same model and to read its outputs. */
export interface ModelDescription {
  readonly spec: TrainingSpec
  readonly layers: readonly ResolvedLayer[]
  readonly inputShape: readonly number[]
  readonly classNames: readonly string[]
  /** How a table's features were put on one scale: (value − mean) / deviation; `fill` is in the place of missing values. */
  readonly scaling?: {
    readonly mean: readonly number[]
    readonly deviation: readonly number[]
    readonly fill?: readonly number[]
  }
  /** Of a table: the columns that an example is made of, each category a feature of its own. */
  readonly columns?: ChannelReader['columns']
  /** Of forecasts: what each step has, and how an output becomes a value: mean + deviation · output. */
  readonly forecast?: SeriesNumbers & {
    readonly channels: readonly string[]
    readonly mean: number
    readonly deviation: number
  }
}

/** Writes a model of standard layers only, so that any TensorFlow.js program loads it. */
export async function writeModelFiles(folder: string, description: ModelDescription, weights: Weights): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const model = build(description.layers, description.inputShape, { seed: 0, purpose: 'inference' })
  restoreWeights(model, weights)
  await model.save(io.withSaveHandler(async (artifacts) => writeArtifacts(folder, artifacts)))
  model.dispose()
  writeFileSync(join(folder, 'assay.json'), `${JSON.stringify(description, undefined, 2)}\n`)
}

function writeArtifacts(folder: string, artifacts: io.ModelArtifacts): io.SaveResult {
  const { modelTopology, weightSpecs, weightData } = artifacts
  const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }]
  const content = { format: 'layers-model', generatedBy: 'assay', modelTopology, weightsManifest: manifest }
  writeFileSync(join(folder, 'model.json'), `${JSON.stringify(content)}\n`)
  const bytes = io.CompositeArrayBuffer.join(weightData)
  writeFileSync(join(folder, 'weights.bin'), new Uint8Array(bytes))
  // TensorFlow.js asks for a date; nothing reads it.
  return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } }
}
