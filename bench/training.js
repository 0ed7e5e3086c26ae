/**
 * Training speed of the real program on one core, in images a second: the classic CIFAR-10 CNN of Keras's examples and
 * LeNet, batch 64, Adam; and the seconds from the start of the process to the first step. On wasm; on the native
 * backend where ASSAY_NATIVE names the folder it is installed in; and in Keras where Python (PYTHON, else python3) has
 * it. They take turns, and the fastest of the rounds counts.
 *
 *   npm run bench training, or node bench/training.js [cnn|lenet …]
 */
import { size } from './smoke.js'
import { printTable } from './table.js'
import { prepareJob, runJob } from './training/job.js'
import { hasKeras, runKeras } from './training/keras.js'
import { models, namedModels } from './training/models.js'

const engines = {
  wasm: (name) => runJob(prepareJob(models[name]), models[name], 'wasm'),
  ...(process.env.ASSAY_NATIVE && { native: (name) => runJob(prepareJob(models[name]), models[name], 'tensorflow') }),
  ...(hasKeras && { Keras: (name) => runKeras(name, models[name]) }),
}
if (!engines.native) console.log('ASSAY_NATIVE is not set: measured without the native backend.')
if (!engines.Keras) console.log('Keras is not installed for Python (PYTHON, else python3): measured without it.')

const rounds = size(2, 1)
const rows = [['model', 'engine', 'images/s', 'of Keras', 'goal', 's to first step']]
for (const name of namedModels(process.argv.slice(2))) {
  const best = {}
  for (let round = 0; round < rounds; round++) {
    for (const [engine, run] of Object.entries(engines)) {
      const { images, start } = await run(name)
      const before = best[engine]
      best[engine] = {
        images: Math.max(images, before?.images ?? 0),
        start: start === undefined ? undefined : Math.min(start, before?.start ?? Infinity),
      }
    }
  }
  for (const [engine, { images, start }] of Object.entries(best)) {
    const share = best.Keras ? (images / best.Keras.images).toFixed(2) : '-'
    const goal = engine === 'wasm' ? `>= ${models[name].goal}/s, >= 0.25` : engine === 'native' ? '>= 0.75' : '-'
    rows.push([name, engine, images.toFixed(0), share, goal, start?.toFixed(2) ?? '-'])
  }
}
printTable(rows)
