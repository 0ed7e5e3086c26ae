/**
 * Training speed of the real program on one core, in images a second: the classic CIFAR-10 CNN of Keras's examples and
 * LeNet, batch 64, Adam; and the seconds from the start of the process to the first step. On wasm; on the native
 * backend where ASSAY_NATIVE names the folder it is installed in; and in Keras where Python (PYTHON, else python3) has
 * it. They take turns, and the fastest of the rounds counts. Pixels are random: only the time is looked at.
 *
 *   npm run bench training, or node bench/training.js [cnn|lenet …]
 */
import { spawnSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { encodeHyperparameters } from '../packages/core/dist/index.js'
import { printTable } from './table.js'

const relu = { activation: 'relu' }
const layer = (type, args = {}) => ({ type, args })
const conv = (filters, kernel_size, args = {}) => layer('conv2d', { filters, kernel_size, ...relu, ...args })
const same = { padding: 'same' }
const head = layer('dense', { units: 'classes', activation: 'softmax' })

const models = {
  cnn: {
    goal: 120,
    rows: 768,
    layers: [
      ...[conv(32, 3, same), conv(32, 3), layer('max_pooling2d'), layer('dropout', { rate: 0.25 })],
      ...[conv(64, 3, same), conv(64, 3), layer('max_pooling2d'), layer('dropout', { rate: 0.25 })],
      ...[layer('flatten'), layer('dense', { units: 512, ...relu }), layer('dropout', { rate: 0.5 }), head],
    ],
  },
  lenet: {
    goal: 1500,
    rows: 8192,
    layers: [
      ...[conv(6, 5), layer('max_pooling2d'), conv(16, 5), layer('max_pooling2d'), layer('flatten')],
      ...[layer('dense', { units: 120, ...relu }), layer('dense', { units: 84, ...relu }), head],
    ],
  },
}

function prepare({ rows, layers }) {
  const root = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  for (const folder of ['input/config', 'input/data/train']) mkdirSync(join(root, folder), { recursive: true })
  const records = randomFillSync(Buffer.alloc(rows * 3073))
  for (let row = 0; row < rows; row++) records[row * 3073] = row % 10
  writeFileSync(join(root, 'input/data/train/data_batch_1.bin'), records)
  const values = { epochs: 3, batch_size: 64 }
  const spec = {
    layers: layers.map((each, index) => ({ id: `layer${index}`, ...each })),
    data: { format: 'cifar10', fraction: 1, split: { validation: 0, test: 0, by: 'random', seed: 0 } },
    objective: { metric: 'loss', goal: 'minimize', at: 'last' },
    types: { epochs: 'integer', batch_size: 'integer' },
  }
  const config = (name, value) => writeFileSync(join(root, 'input/config', name), JSON.stringify(value))
  config('hyperparameters.json', encodeHyperparameters({ spec, seed: 1, values }))
  config('inputdataconfig.json', { train: {} })
  return root
}

/** What TensorFlow's library reads; wasm has one thread. */
const oneThread = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' }

function measure(name, model, backend) {
  const root = prepare(model)
  try {
    const program = fileURLToPath(new URL('../packages/container/bin/train.js', import.meta.url))
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'train'], {
      env: { ...process.env, ...oneThread, SAGEMAKER_BASE_DIR: root, ASSAY_BACKEND: backend },
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stdout}${stderr}`)
    const { epochs } = JSON.parse(readFileSync(join(root, 'output/data/history.json'), 'utf8'))
    const { timings } = JSON.parse(readFileSync(join(root, 'output/data/environment.json'), 'utf8'))
    // The first epoch has the compiler's work in it.
    const fastest = Math.min(...epochs.slice(1).map(({ seconds }) => seconds))
    return { images: model.rows / fastest, start: timings.start + timings.data }
  } finally {
    rmSync(root, { recursive: true })
  }
}

const kerasProgram = `
import sys, time, numpy as np
import tensorflow as tf, keras
from keras import layers as L
tf.config.threading.set_intra_op_parallelism_threads(1); tf.config.threading.set_inter_op_parallelism_threads(1)
def cnn():
    return [L.Conv2D(32,3,padding='same',activation='relu'),L.Conv2D(32,3,activation='relu'),L.MaxPooling2D(),L.Dropout(.25),
     L.Conv2D(64,3,padding='same',activation='relu'),L.Conv2D(64,3,activation='relu'),L.MaxPooling2D(),L.Dropout(.25),
     L.Flatten(),L.Dense(512,activation='relu'),L.Dropout(.5),L.Dense(10,activation='softmax')]
def lenet():
    return [L.Conv2D(6,5,activation='relu'),L.MaxPooling2D(),L.Conv2D(16,5,activation='relu'),L.MaxPooling2D(),L.Flatten(),
     L.Dense(120,activation='relu'),L.Dense(84,activation='relu'),L.Dense(10,activation='softmax')]
name, n = sys.argv[1], int(sys.argv[2])
x = np.random.rand(n,32,32,3).astype('float32'); y = np.arange(n) % 10
m = keras.Sequential([L.Input((32,32,3))] + globals()[name]())
m.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
m.fit(x, y, batch_size=64, epochs=1, verbose=0)
best = 1e9
for _ in range(2):
    t = time.time(); m.fit(x, y, batch_size=64, epochs=1, verbose=0); best = min(best, time.time() - t)
print(n / best)
`

function measureKeras(name, { rows }) {
  const { status, stdout, stderr } = spawnSync(python, ['-c', kerasProgram, name, String(rows)], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`Keras ended with ${status}: ${stderr}`)
  return { images: Number(stdout.trim().split('\n').at(-1)) }
}

const python = process.env.PYTHON ?? 'python3'
const engines = {
  wasm: (name, model) => measure(name, model, 'wasm'),
  ...(process.env.ASSAY_NATIVE && { native: (name, model) => measure(name, model, 'tensorflow') }),
  ...(spawnSync(python, ['-c', 'import keras, tensorflow']).status === 0 && { Keras: measureKeras }),
}
if (!engines.native) console.log('ASSAY_NATIVE is not set: measured without the native backend.')
if (!engines.Keras) console.log(`Keras is not installed for "${python}": measured without it.`)

const rounds = 2
const rows = [['model', 'engine', 'images/s', 'of Keras', 'goal', 's to first step']]
for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(models)) {
  const best = {}
  for (let round = 0; round < rounds; round++) {
    for (const [engine, run] of Object.entries(engines)) {
      const { images, start } = run(name, models[name])
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
