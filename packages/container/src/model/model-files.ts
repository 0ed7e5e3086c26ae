/** The trained model as files: TensorFlow.js's `model.json` and `weights.bin`, and `assay.json`, which describes it. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { ModelDescription } from '@assay/core/internal'
import { build } from '@assay/model-zoo/build'

import type { ModelArtifacts, SaveResult } from '../base/tensorflow.js'
import { io } from '../base/tensorflow.js'
import { restoreWeights } from './weights.js'
import type { Weights } from './weights.js'

/** Writes a model of standard layers only, so that any TensorFlow.js program can load it. */
export async function writeModelFiles(folder: string, description: ModelDescription, weights: Weights): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const model = build(description.layers, description.inputShape, { seed: 0, purpose: 'inference' })
  restoreWeights(model, weights)
  await model.save(io.withSaveHandler(async (artifacts) => writeArtifacts(folder, artifacts)))
  model.dispose()
  writeFileSync(join(folder, 'assay.json'), `${JSON.stringify(description, undefined, 2)}\n`)
}

function writeArtifacts(folder: string, artifacts: ModelArtifacts): SaveResult {
  const { modelTopology, weightSpecs, weightData } = artifacts
  const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }]
  const content = { format: 'layers-model', generatedBy: 'assay', modelTopology, weightsManifest: manifest }
  writeFileSync(join(folder, 'model.json'), `${JSON.stringify(content)}\n`)
  const bytes = io.CompositeArrayBuffer.join(weightData)
  writeFileSync(join(folder, 'weights.bin'), new Uint8Array(bytes))
  // TensorFlow.js requires a date, which nothing reads.
  return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } }
}
