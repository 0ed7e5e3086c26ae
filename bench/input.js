/**
 * What reading, scaling and augmenting images costs training: images a second of whole jobs on real images (CIFAR-10 where
 * it is in the cache) with the flips and shifts of Keras's old example, and without, beside steps on one synthetic batch
 * in memory. One core trains; a second one is free for the thread that augments. They take turns, and the fastest of the
 * rounds counts.
 *
 *   npm run bench input, or node bench/input.js [cnn|lenet …]
 */
import { fileURLToPath } from 'node:url'

import { size } from './smoke.js'
import { printTable } from './table.js'
import { hasCifar10, prepareJob, runJob, runOnOneThread } from './training/job.js'
import { augmentation, models, namedModels } from './training/models.js'

const bareSteps = fileURLToPath(new URL('training/bare-steps.js', import.meta.url))
const backends = ['wasm', ...(process.env.ASSAY_NATIVE ? ['tensorflow'] : [])]
if (!hasCifar10) console.log('CIFAR-10 is not in the cache (assay data pull cifar10): measured with random pixels.')
if (!process.env.ASSAY_NATIVE) console.log('ASSAY_NATIVE is not set: measured without the native backend.')

async function synthetic(name, backend) {
  return { images: Number(await runOnOneThread(process.execPath, [bareSteps, name, backend])) }
}

function real(name, backend, before) {
  const model = { ...models[name], layers: [...before, ...models[name].layers] }
  return runJob(prepareJob(model), model, backend)
}

const inputs = {
  'one batch in memory': synthetic,
  images: (name, backend) => real(name, backend, []),
  'images, flipped and shifted': (name, backend) => real(name, backend, augmentation),
}

const rounds = size(2, 1)
const rows = [['model', 'backend', 'input', 'images/s', 'of the batch in memory', 'goal', 's to read']]
for (const name of namedModels(process.argv.slice(2))) {
  for (const backend of backends) {
    const best = {}
    for (let round = 0; round < rounds; round++) {
      for (const [input, run] of Object.entries(inputs)) {
        const measured = await run(name, backend)
        if (measured.images > (best[input]?.images ?? 0)) best[input] = measured
      }
    }
    const floor = best['one batch in memory'].images
    for (const [input, { images, data }] of Object.entries(best)) {
      const [share, goal] = data === undefined ? ['1', '-'] : [(images / floor).toFixed(2), '>= 0.95']
      rows.push([name, backend, input, images.toFixed(0), share, goal, data?.toFixed(2) ?? '-'])
    }
  }
}
printTable(rows)
