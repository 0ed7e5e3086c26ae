/**
 * Writes, for every architecture of the zoo and every layer of the vocabulary, a `.keras` file as `assay export keras`
 * does, with inputs and the outputs that TensorFlow.js gives for them. `node make-models.js FOLDER`
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { modelTemplate, resolveLayers } from '@assay/core/internal'
import { catalogue, kerasModel, readNamedWeights } from '@assay/model-zoo'
import { build } from '@assay/model-zoo/build'
import { tensor, tidy } from '@tensorflow/tfjs-core'

import { writeModelFiles } from '../../packages/container/dist/model/model-files.js'
import { startBackend } from '../../packages/container/dist/backends/tensorflow.js'
import { copyWeights } from '../../packages/container/dist/model/weights.js'
import { layer, layerCases } from '../../packages/model-zoo/dist/testing/layer-cases.js'
import { kerasFile } from '../../packages/runner/dist/export/keras-file.js'

const folder = process.argv[2]
await startBackend()

/** What each architecture is made for; all others take 32×32 images. */
const inputs = {
  lstm: [28, 28],
  gru: [28, 28],
  'tabular-mlp': [13],
  'logistic-regression': [28, 28, 1],
  mlp: [28, 28, 1],
  'forecast-mlp': [14, 1],
  'seasonal-naive': [14, 1],
}

/** A linear congruential generator (Numerical Recipes): numbers from −1 to 1. */
function random(seed) {
  let state = seed >>> 0
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1
}

/** Trained weights are not zeros: a bias in the wrong place must be seen. */
function randomWeights(model) {
  const next = random(model.weights.length + 1)
  return model.weights.map(({ originalName, shape }) => {
    const inputs = shape.slice(0, -1).reduce((product, size) => product * size, 1)
    const [middle, spread] = /variance|gamma/.test(originalName)
      ? [1, 0.5]
      : [0, shape.length > 1 ? (3 / inputs) ** 0.5 : 0.3]
    return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => middle + spread * next())
  })
}

/** Layers whose inputs are whole numbers. */
const words = (type) => type === 'embedding'
/** Exported for inference only. */
const notInKeras = new Set(['cutout', 'mix_up', 'random_crop'])
/** Refused. */
const refused = new Set(['text_vectorization'])

async function make(name, layers, inputShape, more = {}, isWords = false) {
  const at = join(folder, name)
  const model = build(layers, inputShape, { seed: 1, purpose: 'inference' })
  const weights = randomWeights(model)
  const description = { spec: {}, layers, inputShape, classNames: [] }
  await writeModelFiles(at, description, weights)
  const named = readNamedWeights(readFileSync(join(at, 'model.json'), 'utf8'), readFileSync(join(at, 'weights.bin')))
  const file = await kerasFile(kerasModel({ layers, inputShape, weights: named, ...more }))
  writeFileSync(join(folder, `${name}.keras`), file)
  const next = random(7)
  const rows = 3
  const width = inputShape.reduce((a, b) => a * b, 1)
  const values = Float32Array.from({ length: rows * width }, () => (isWords ? Math.floor((next() + 1) * 4) : next()))
  const outputs = tidy(() => {
    model.weights.forEach((weight, index) => weight.write(tensor(weights[index], weight.shape)))
    const { mean, deviation } = more.values ?? { mean: 0, deviation: 1 }
    const results = model.predict(tensor(prepared(values, more), [rows, ...inputShape])).dataSync()
    return [...results].map((value) => mean + deviation * value)
  })
  model.dispose()
  return { name, shape: [rows, ...inputShape], inputs: [...values], outputs, weights: copyCount(named) }
}

const copyCount = (named) => named.reduce((sum, { values }) => sum + values.length, 0)

/** What the trainer does to the data before the model sees it. */
function prepared(values, { divisor = 1, scaling }) {
  return values.map((value, at) => {
    const divided = value / divisor
    if (!scaling) return divided
    const column = at % scaling.mean.length
    return (divided - scaling.mean[column]) / scaling.deviation[column]
  })
}

const models = []
const zoo = catalogue()
for (const [name, { hyperparameters }] of zoo.architectures) {
  // It begins with words, whose export is refused.
  if (name === 'text-classifier') continue
  const { layers, defaults } = modelTemplate({ architecture: name }, [], zoo)
  const resolved = resolveLayers(layers, {
    ...hyperparameters,
    ...defaults,
    ...(inputs[name]?.length === 1 ? { classes: 1, outputs: 1 } : { classes: 10, outputs: 3, window: 14, season: 7 }),
  })
  models.push(await make(name, resolved.layers, inputs[name] ?? [32, 32, 3], { divisor: 2 }))
}
/** Every case of a type that has few; of those with many, some that are spread over all. */
const countOf = (type) => layerCases.filter((each) => each.type === type).length
const seen = new Map()
for (const [index, { type, input, args }] of layerCases.entries()) {
  if (refused.has(type)) continue
  const before = seen.get(type) ?? 0
  seen.set(type, before + 1)
  if (before % Math.ceil(countOf(type) / 8) !== 0) continue
  const more = { inferenceOnly: notInKeras.has(type) }
  models.push(await make(`${type}-${index}`, [layer('it', type, args)], input, more, words(type)))
}
// Two of a kind whose weights have the same shapes, in an order that only Keras's rule tells.
const dense = (id) => layer(id, 'dense', { units: 4 })
const branches = [[dense('a'), dense('b'), layer('b2', 'relu')], [dense('c')], []]
models.push(
  await make('order', [dense('first'), layer('split', 'branch', { branches, merge: 'add' }), dense('last')], [4]),
  await make('training-layers', [layer('cut', 'cutout', { size: 2 }), layer('flat', 'flatten')], [4, 4, 1], {
    inferenceOnly: true,
  }),
  await make('nothing', [], [4]),
  await make('table', [dense('only')], [3], {
    scaling: { mean: [1, 20, -3], deviation: [0.5, 10, 2] },
    values: { mean: 3, deviation: 2 },
  }),
)
writeFileSync(join(folder, 'models.json'), JSON.stringify(models))
