/** A model of texts, as a job in the image: tells sentences of "Moby-Dick" from those of presidents. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

import type { Evaluation } from '@assay/core'
import type { ModelDescription } from '@assay/core/internal'
import { io, tensor } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { loadLayersModel } from '@tensorflow/tfjs-layers'

import { openData } from '../data/open.js'
import { vectorize } from '../data/text/text-vectorization.js'
import type { TextVectorization } from '../data/text/text-vectorization.js'
import { startBackend } from '../backends/tensorflow.js'
import { jobFolder, layer, readOutput, runJobIn } from '../testing/job-folder.js'
import type { JobOrder } from '../testing/job-folder.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

import.meta.jest.setTimeout(240_000)

const paragraphs = readFileSync(fileURLToPath(new URL('../../fixtures/paragraphs.csv', import.meta.url)))
const folder = temporaryFolder({ 'paragraphs.csv': paragraphs })

const order = (inputs: number | string): JobOrder => ({
  channels: { train: folder },
  data: { format: 'csv', target: 'kind', split: { validation: 60, test: 60, by: 'stratified', seed: 0 } },
  layers: [
    layer('words', 'text_vectorization', { max_tokens: '$words', output_sequence_length: 40 }),
    layer('embed', 'embedding', { input_dim: inputs, output_dim: 16 }),
    layer('mean', 'global_average_pooling1d'),
    layer('head', 'dense', { units: 'classes', activation: 'softmax' }),
  ],
  values: { words: 800, epochs: 15, learning_rate: 0.02 },
})

describe('a model of texts', () => {
  it('learns from words, and is saved with the vocabulary that numbers texts alike', async () => {
    const root = jobFolder(order('$words'))
    expect(await runJobIn(root)).toMatchObject({ code: 0 })
    const { test } = readOutput<Evaluation>(root, 'output/data/evaluation.json')
    expect(test?.metrics['accuracy']).toBeGreaterThan(0.8)
    const { text, inputShape, layers, classNames } = readOutput<ModelDescription>(root, 'model/assay.json')
    expect([inputShape, layers[0].type, text?.vocabulary.length]).toEqual([[40], 'embedding', 798])

    // As in serving: from the model's files and the texts alone.
    await startBackend()
    const model = await loadLayersModel(
      io.fromMemory({
        modelTopology: readOutput<{ modelTopology: object }>(root, 'model/model.json').modelTopology,
        weightSpecs: readOutput<{ weightsManifest: { weights: io.WeightsManifestEntry[] }[] }>(root, 'model/model.json')
          .weightsManifest[0].weights,
        weightData: new Uint8Array(readFileSync(join(root, 'model/weights.bin'))).buffer,
      }),
    )
    const lines = readFileSync(join(root, 'output/data/predictions.csv'), 'utf8').trim().split('\n').slice(1)
    const predictions = lines.map((line) => line.split(',')).filter(([part]) => part === 'test')
    const { train } = await openData('csv', { train: folder, target: 'kind' })
    const texts = train.texts?.(Int32Array.from(predictions, ([, index]) => Number(index))) ?? []
    const numbers = vectorize(text as TextVectorization, texts)
    const served = (model.predict(tensor(numbers, [60, 40])) as Tensor).arraySync() as number[][]
    served.forEach((probabilities, row) => {
      const best = probabilities[0] > probabilities[1] ? 0 : 1
      expect(classNames[best]).toBe(predictions[row][3])
      expect(probabilities[best]).toBeCloseTo(Number(predictions[row][4]), 4)
    })
  })

  it.each([
    [order(100), 'have 798 tokens, 800 with padding and unknown ones; the layer "embed" has room for 100'],
    [
      { ...order('$words'), layers: order(1).layers?.slice(1) ?? [] },
      'first layer of the model must be "text_vectorization"',
    ],
  ])('is refused if it does not fit (%#)', async (wrong, message) => {
    const ended = await runJobIn(jobFolder(wrong))
    expect(ended.code).toBe(1)
    expect(ended.log).toContain(message)
  })
})
