// A training job for the benchmarks: its folder under SageMaker's contract, and the program that runs it.
import { spawn } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { encodeHyperparameters } from '../../packages/core/dist/internal.js'

const imageBytes = 32 * 32 * 3
const cifar10 = join(
  process.env.ASSAY_CACHE ?? join(homedir(), '.cache', 'assay'),
  'data/cifar10/train/images-idx4-ubyte',
)

/** Whether the images of `prepareJob` are CIFAR-10's, which are in the cache then. */
export const hasCifar10 = existsSync(cifar10)

/** Pixels, image after image: those of CIFAR-10 where they are in the cache, else random ones. */
function pixels(rows) {
  const values = Buffer.alloc(rows * imageBytes)
  if (hasCifar10) readSync(openSync(cifar10), values, 0, values.length, 16)
  else randomFillSync(values)
  return values
}

/** Makes a job's folder, with images in IDX. */
export function prepareJob({ rows, layers }, epochs = 3) {
  const root = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const data = join(root, 'input/data/train')
  for (const folder of [join(root, 'input/config'), data]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(data, 'images-idx4-ubyte'), Buffer.concat([idxHeader([rows, 32, 32, 3]), pixels(rows)]))
  const labels = Buffer.from(Uint8Array.from({ length: rows }, (_, row) => row % 10))
  writeFileSync(join(data, 'labels-idx1-ubyte'), Buffer.concat([idxHeader([rows]), labels]))
  const spec = {
    layers: layers.map((each, index) => ({ id: `layer${index}`, ...each })),
    data: { format: 'idx', fraction: 1, split: { validation: 0, test: 0, by: 'random', seed: 0 } },
    objective: { metric: 'loss', goal: 'minimize', at: 'last' },
    types: { epochs: 'integer', batch_size: 'integer' },
  }
  const config = (name, value) => writeFileSync(join(root, 'input/config', name), JSON.stringify(value))
  config('hyperparameters.json', encodeHyperparameters({ spec, seed: 1, values: { epochs, batch_size: 64 } }))
  config('inputdataconfig.json', { train: {} })
  return root
}

function idxHeader(sizes) {
  const header = Buffer.alloc(4 + 4 * sizes.length)
  header.set([0, 0, 8, sizes.length])
  sizes.forEach((size, at) => header.writeUInt32BE(size, 4 + 4 * at))
  return header
}

/** What TensorFlow's library reads; wasm has one thread. */
const oneThread = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' }

/** Runs the trainer in a prepared folder, which is removed. Returns what it measured of itself. */
export async function runJob(root, { rows }, backend) {
  const program = fileURLToPath(new URL('../../packages/container/bin/train.js', import.meta.url))
  const env = { ...process.env, ...oneThread, SAGEMAKER_BASE_DIR: root, ASSAY_BACKEND: backend }
  try {
    await runProgram(process.execPath, [program, 'train'], { env })
    const { epochs } = JSON.parse(readFileSync(join(root, 'output/data/history.json'), 'utf8'))
    const { timings } = JSON.parse(readFileSync(join(root, 'output/data/environment.json'), 'utf8'))
    // The first epoch has the compiler's work in it.
    const fastest = Math.min(...epochs.slice(1).map(({ seconds }) => seconds))
    return { images: rows / fastest, start: timings.start + timings.data, data: timings.data }
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** Runs a program with the library told to use one thread, and returns what it printed. */
export function runOnOneThread(program, args) {
  return runProgram(program, args, { env: { ...process.env, ...oneThread } })
}

async function runProgram(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (text) => (stdout += text))
  child.stderr.on('data', (text) => (stderr += text))
  const status = await new Promise((resolve) => child.on('close', resolve))
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stdout}${stderr}`)
  return stdout
}
