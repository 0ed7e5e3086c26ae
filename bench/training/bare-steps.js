// Steps of training on one batch that lies in memory, and nothing around them: what an input pipeline could be no faster
// than. Prints the images a second of the fastest epoch.
//   node bench/training/bare-steps.js cnn wasm
import { resolveLayers } from '../../packages/core/dist/internal.js'
import { build } from '../../packages/model-zoo/dist/build.js'
import { withoutActivation } from '../../packages/container/dist/model/head.js'
import { findLoss } from '../../packages/container/dist/evaluate/loss.js'
import { metricSums } from '../../packages/container/dist/evaluate/metrics.js'
import { findOptimizer } from '../../packages/container/dist/optimize/optimizer.js'
import { startBackend } from '../../packages/container/dist/backends/tensorflow.js'
import { trainingOptions } from '../../packages/container/dist/contract/training-options.js'
import { trainingStep } from '../../packages/container/dist/train/training-step.js'
import { models } from './models.js'

const [name, choice] = process.argv.slice(2)
const { rows, layers } = models[name]
const batchSize = 64
const steps = Math.ceil(rows / batchSize)
const epochs = 3
const shape = [32, 32, 3]

await startBackend({ choice, ...(process.env.ASSAY_NATIVE && { nativeFolder: process.env.ASSAY_NATIVE }) })
const named = layers.map((each, index) => ({ id: `layer${index}`, ...each }))
const resolved = resolveLayers(named, { classes: 10 }).layers
const loss = findLoss('', 'classification', 10, 10)
const model = build(withoutActivation(resolved, loss.activation), shape, { seed: 1 })
const step = trainingStep(model, findOptimizer(trainingOptions({ epochs, batch_size: batchSize }), steps))
const values = Float32Array.from({ length: batchSize * 3072 }, (_, at) => ((at * 7919) % 256) / 255)
const targets = Float64Array.from({ length: batchSize }, (_, row) => row % 10)
let best = Infinity
for (let epoch = 0; epoch < epochs; epoch++) {
  const sums = metricSums('classification', loss)
  const start = performance.now()
  for (let at = 0; at < steps; at++) step(values, [batchSize, ...shape], targets, sums)
  if (epoch > 0) best = Math.min(best, (performance.now() - start) / 1000)
}
console.log((steps * batchSize) / best)
