import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Environment, Evaluation, History } from '@assay/core'
import { metricNames, metricRegex, trainerVersion } from '@assay/core/internal'
import { loadLayersModel } from '@tensorflow/tfjs-layers'
import { io, tensor } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import sharp from 'sharp'

import { openData } from '../data/open.js'
import { startBackend } from '../backends/tensorflow.js'
import { jobFolder, layer, mnistFolder, perceptron, readOutput, runJobIn, startJob } from '../testing/job-folder.js'
import { trainCommand } from '../commands/train.js'
import type { JobOrder } from '../testing/job-folder.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

import.meta.jest.setTimeout(240_000)

/** 590 of the real MNIST rows, 200 more for validation, and 200 of the test files. */
const few: JobOrder = { data: { fraction: 0.01 }, values: { epochs: 3, learning_rate: 0.01 } }
const outputs = ['history.json', 'evaluation.json', 'predictions.csv'].map((file) => `output/data/${file}`)

/** Returns what must be the same for the same seed: everything but durations. */
function results(root: string): unknown[] {
  const history = readOutput<History>(root, 'output/data/history.json')
  return [
    { ...history, epochs: history.epochs.map(({ seconds: _, ...epoch }) => epoch) },
    ...[...outputs.slice(1), 'model/model.json', 'model/weights.bin', 'model/assay.json'].map((file) =>
      readFileSync(join(root, file)).toString('base64'),
    ),
  ]
}

/** Returns the last value of each metric in a log, found as SageMaker finds it. */
function lastMetrics(log: string): Record<string, number> {
  return Object.fromEntries(
    metricNames.flatMap((name) => {
      const last = [...log.matchAll(new RegExp(metricRegex(name), 'g'))].at(-1)
      return last ? [[name, Number(last[1])]] : []
    }),
  )
}

/** Runs a job in this process, which is faster, and returns its exit code and its `output/failure`. */
async function failure(
  order: JobOrder,
  change: (root: string) => void = () => undefined,
): Promise<{ code: number; text: string }> {
  const root = jobFolder(order)
  change(root)
  const code = await trainCommand(root, { log: () => undefined, isStopped: () => false })
  return { code, text: readFileSync(join(root, 'output/failure'), 'utf8') }
}

describe('a job on MNIST', () => {
  const root = jobFolder(few)
  let log = ''
  beforeAll(async () => {
    const ended = await runJobIn(root)
    expect(ended).toMatchObject({ code: 0 })
    log = ended.log
  })

  it('learns, and prints metrics whose last values are those of the selected epoch', () => {
    const { epochs, selectedEpoch } = readOutput<History>(root, 'output/data/history.json')
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3])
    const best = Math.max(...epochs.map(({ metrics }) => metrics['val_accuracy']))
    const selected = epochs[selectedEpoch - 1].metrics
    expect(selected['val_accuracy']).toBe(best)
    expect(best).toBeGreaterThan(0.7)
    const last = lastMetrics(log)
    expect(last).toMatchObject({ ...selected, epoch: selectedEpoch, objective: best })
    expect(last['test_accuracy']).toBeGreaterThan(0.6)
    expect(last['images_per_second']).toBeGreaterThan(0)
    expect(existsSync(join(root, 'output/failure'))).toBe(false)
  })

  it('prints the best objective so far in each epoch', () => {
    const printed = [...log.matchAll(new RegExp(metricRegex('objective'), 'g'))].map(([, value]) => Number(value))
    const measured = readOutput<History>(root, 'output/data/history.json').epochs.map(
      ({ metrics }) => metrics['val_accuracy'],
    )
    expect(printed.slice(0, 3)).toEqual(measured.map((_, index) => Math.max(...measured.slice(0, index + 1))))
  })

  it('evaluates the restored weights on both held-out parts', () => {
    const { validation, test } = readOutput<Evaluation>(root, 'output/data/evaluation.json')
    const { epochs, selectedEpoch } = readOutput<History>(root, 'output/data/history.json')
    expect(validation?.metrics['accuracy']).toBe(epochs[selectedEpoch - 1].metrics['val_accuracy'])
    expect(test?.rows).toBe(200)
    const confusion = test?.confusion ?? []
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(200)
    expect(confusion.reduce((sum, row, index) => sum + row[index], 0) / 200).toBeCloseTo(
      test?.metrics['accuracy'] ?? 0,
      12,
    )
    const lines = readFileSync(join(root, 'output/data/predictions.csv'), 'utf8').trim().split('\n').slice(1)
    expect(lines.length).toBe(400)
    const right = lines
      .map((line) => line.split(','))
      .filter(([part, , label, predicted]) => part === 'test' && label === predicted)
    expect(right.length / 200).toBeCloseTo(test?.metrics['accuracy'] ?? 0, 12)
  })

  it('writes the images of its most confident mistakes', async () => {
    const { test } = readOutput<Evaluation>(root, 'output/data/evaluation.json')
    const mistakes = test?.mistakes ?? []
    expect(mistakes.length).toBe(20)
    const reader = (await openData('idx', { train: mnistFolder })).test
    const { values } = (await reader?.read(Int32Array.from(mistakes, ({ index }) => index))) ?? { values: [] }
    for (const [position, { index, image = '', label, predicted }] of mistakes.entries()) {
      expect(image).toBe(`mistakes/test-${index}.png`)
      expect(Number(label)).toBe(reader?.targets[index])
      expect(predicted).not.toBe(label)
      const { data, info } = await sharp(join(root, 'output/data', image))
        .raw()
        .toBuffer({ resolveWithObject: true })
      expect([info.width, info.height]).toEqual([28, 28])
      // A gray PNG may be read as three equal colors.
      const grey = data.filter((_, at) => at % info.channels === 0)
      expect(Buffer.compare(grey, Buffer.from(values.slice(position * 784, position * 784 + 784) as Uint8Array))).toBe(
        0,
      )
    }
  })

  it('describes its environment', () => {
    const environment = readOutput<Environment>(root, 'output/data/environment.json')
    expect(environment).toMatchObject({
      backend: 'wasm',
      trainerVersion,
      node: process.version,
      parameters: 784 * 16 + 16 + 160 + 10,
      rows: { train: 598, validation: 200, test: 200 },
    })
    const validated = readFileSync(join(root, 'output/data/predictions.csv'), 'utf8').matchAll(/^validation,\d+,(\d)/gm)
    const targets = Buffer.from(Float64Array.from(validated, ([, label]) => Number(label)).buffer)
    expect(environment.validationDigest).toBe(createHash('sha256').update(targets).digest('hex'))
    expect(Object.keys(environment.timings).sort()).toEqual([
      'data',
      'evaluation',
      'images_per_second',
      'start',
      'training',
    ])
  })

  it('leaves a model that predicts the same in plain TensorFlow.js', async () => {
    await startBackend()
    const { modelTopology, weightsManifest } = readOutput<io.ModelJSON>(root, 'model/model.json')
    const weightData = new Uint8Array(readFileSync(join(root, 'model/weights.bin'))).buffer
    const model = await loadLayersModel(
      io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
    )
    const lines = readFileSync(join(root, 'output/data/predictions.csv'), 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('test'))
    const { test } = await openData('idx', { train: mnistFolder })
    const rows = lines.map((line) => line.split(','))
    const { values } = (await test?.read(Int32Array.from(rows, ([, index]) => Number(index)))) ?? { values: [] }
    const probabilities = model.predict(
      tensor(
        Float32Array.from(values, (value) => value / 255),
        [200, 28, 28, 1],
      ),
    ) as Tensor
    const data = probabilities.dataSync()
    rows.forEach(([, , , predicted, probability], row) => {
      expect(data[row * 10 + Number(predicted)]).toBeCloseTo(Number(probability), 4)
    })
  })

  it('gives the same bytes for the same seed in another process, and others for another seed', async () => {
    const [again, other] = [jobFolder(few), jobFolder({ ...few, seed: 2 })]
    const [first, second] = [await runJobIn(again), await runJobIn(other)]
    expect([first.code, second.code]).toEqual([0, 0])
    expect(results(again)).toEqual(results(root))
    expect(results(other)[0]).not.toEqual(results(root)[0])
  })
})

describe('a job with every kind of randomness', () => {
  it('gives the same bytes for the same seed', async () => {
    const layers = [
      layer('pad', 'zero_padding2d', { padding: 2 }),
      layer('crop', 'random_crop', { height: 28, width: 28 }),
      layer('flip', 'random_flip', { mode: 'horizontal' }),
      layer('noise', 'gaussian_noise', { stddev: 0.1 }),
      layer('conv', 'conv2d', {
        filters: 4,
        kernel_size: 3,
        strides: 2,
        activation: 'relu',
        kernel_initializer: 'he_normal',
      }),
      layer('norm', 'batch_normalization'),
      layer('pool', 'max_pooling2d'),
      layer('spatial', 'spatial_dropout2d', { rate: 0.2 }),
      ...perceptron,
    ]
    const order: JobOrder = { layers, data: { fraction: 0.003 }, values: { epochs: 2 } }
    const roots = [jobFolder(order), jobFolder(order)]
    for (const root of roots) expect(await runJobIn(root)).toMatchObject({ code: 0 })
    expect(results(roots[1])).toEqual(results(roots[0]))
  })
})

describe('a job on a table', () => {
  it('predicts numbers', async () => {
    const folder = temporaryFolder()
    const rows = Array.from({ length: 300 }, (_, row) => [row % 17, (row * 7) % 23, row % 3 === 0 ? 'a' : 'b'] as const)
    writeFileSync(
      join(folder, 't.csv'),
      [
        'x,y,kind,z',
        ...rows.map(([x, y, kind]) => `${x},${y},${kind},${0.1 * x - 0.2 * y + (kind === 'a' ? 1.5 : 0)}`),
      ].join('\n'),
    )
    const root = jobFolder({
      channels: { train: folder },
      data: { format: 'csv', target: 'z', split: { by: 'random', seed: 0, validation: '10%', test: 30 } },
      layers: [layer('hidden', 'dense', { units: 16, activation: 'relu' }), layer('output', 'dense', { units: 1 })],
      objective: { metric: 'val_rmse', goal: 'minimize', at: 'best' },
      values: { epochs: 60, learning_rate: 0.02 },
    })
    const { code, log } = await runJobIn(root)
    expect({ code, log }).toMatchObject({ code: 0 })
    const { test, validation } = readOutput<Evaluation>(root, 'output/data/evaluation.json')
    expect(test?.metrics['r2']).toBeGreaterThan(0.95)
    expect([test?.rows, validation?.rows, test?.classes]).toEqual([30, 30, undefined])
    expect(lastMetrics(log)).toMatchObject({ test_r2: test?.metrics['r2'], val_rmse: validation?.metrics['rmse'] })
    const { scaling } = readOutput<{ scaling: { mean: number[] } }>(root, 'model/assay.json')
    expect(scaling.mean.length).toBe(4)
  })
})

describe('a failing job', () => {
  it('exits with 1, and explains the failure in its log and in output/failure', async () => {
    const root = jobFolder({ ...few, values: { optimizer: 'lion' } })
    const { code, log } = await runJobIn(root)
    const sentence = 'Unknown optimizer "lion". Known are "adam", "adamw", "nadam", "sgd", "rmsprop", "adagrad".'
    expect([code, log.trim().split('\n').at(-1)]).toEqual([1, sentence])
    expect(readFileSync(join(root, 'output/failure'), 'utf8')).toBe(`${sentence}\n`)
  })

  it.each<[string, JobOrder, RegExp]>([
    [
      'a diverging one',
      { ...few, values: { learning_rate: 1e30, optimizer: 'sgd' } },
      /^The metric "loss" became NaN in epoch 1, step \d+: training diverged\./,
    ],
    ['an unknown optimizer', { ...few, values: { optimizer: 'lion' } }, /^Unknown optimizer "lion"\./],
    [
      'no epochs',
      { ...few, values: { epochs: 0 } },
      /^The hyperparameter "epochs" is "0"; expected an integer of at least 1\./,
    ],
    [
      'a learning rate of 0',
      { ...few, values: { learning_rate: 0 } },
      /^The hyperparameter "learning_rate" is "0"; expected a number above 0\./,
    ],
    [
      'a hyperparameter of another type',
      { ...few, extra: { units: 'many' } },
      /^The job's hyperparameters cannot be read\. The hyperparameter "units" is "many"; expected an integer\./,
    ],
    [
      'no plan',
      { extra: Object.fromEntries(Array.from({ length: 8 }, (_, slot) => [`_assay_spec_${slot}`, ''])) },
      /^The job's hyperparameters cannot be read\. .* is missing/,
    ],
    ['half a plan', { extra: { _assay_spec_0: '{"layers":[' } }, /^The job's hyperparameters cannot be read\./],
    [
      'a layer that does not fit',
      { ...few, layers: [layer('conv', 'conv2d', { filters: 2, kernel_size: 29 }), ...perceptron] },
      /^The layer "conv" does not fit\. "conv2d" has a window of \[29, 29\]/,
    ],
    [
      'an expression without a value',
      { ...few, layers: [layer('head', 'dense', { units: '$width' })] },
      /^The layer "head" cannot be made\. "\$width" reads the hyperparameter "width"/,
    ],
    [
      'a model that ends in an image',
      { ...few, layers: [layer('conv', 'conv2d', { filters: 2, kernel_size: 3 })] },
      /^The model ends in the shape \[26, 26, 2\]/,
    ],
    [
      'as many outputs as nobody asked for',
      { ...few, layers: [layer('flat', 'flatten'), layer('head', 'dense', { units: 7 })] },
      /^The model has 7 outputs, the data 10 classes/,
    ],
    [
      'an objective that is not measured',
      { ...few, objective: { metric: 'val_rmse' } },
      /^The objective "val_rmse" is not measured by this job\./,
    ],
    [
      'too large a part',
      { ...few, data: { split: { validation: 60_001, by: 'random', seed: 0 } } },
      /^"validation" asks for 60001 rows of 60000\./,
    ],
  ])('explains the failure: %s', async (_what, order, message) => {
    const { code, text } = await failure(order)
    expect(text).toMatch(message)
    expect([code, text.split('\n').length]).toEqual([1, 2])
  })

  it.each<[string, (root: string) => void, string]>([
    [
      'no hyperparameters',
      (root) => writeFileSync(join(root, 'input/config/hyperparameters.json'), ''),
      'hyperparameters.json" is not JSON',
    ],
    [
      'no train channel',
      (root) => writeFileSync(join(root, 'input/config/inputdataconfig.json'), '{}'),
      'The job has no channel "train".',
    ],
    [
      'a channel without a folder',
      (root) => writeFileSync(join(root, 'input/config/inputdataconfig.json'), '{"train":{},"test":{}}'),
      'The channel "test" has no folder',
    ],
    [
      'two instances',
      (root) => writeFileSync(join(root, 'input/config/resourceconfig.json'), '{"hosts":["a","b"]}'),
      'The job has 2 instances; training runs on one.',
    ],
  ])('names what is missing: %s', async (_what, change, message) => {
    const { code, text } = await failure(few, change)
    expect([code, text]).toEqual([1, expect.stringContaining(message)])
  })

  it('reports that memory is short instead of continuing with overwritten values', async () => {
    const conv = { filters: 512, kernel_size: 3, padding: 'same' }
    const layers = [layer('conv', 'conv2d', conv), layer('again', 'conv2d', conv), ...perceptron]
    const { code, log } = await runJobIn(jobFolder({ layers, data: { fraction: 0.1 }, values: { batch_size: 4000 } }))
    expect(log).toMatch(/^The model and its batches need more than the 2 GiB of memory.*"batch_size"/m)
    expect(code).toBe(1)
    const wide = [layer('first', 'flatten'), layer('wide', 'dense', { units: 500_000 }), ...perceptron]
    expect((await failure({ ...few, layers: wide })).text).toMatch(
      /^The model has \d+ parameters; at most 134217728 fit/,
    )
  })

  it('names the file and the row of damaged data', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'data_batch_1.bin'), Buffer.alloc(3073 * 2 + 100))
    const { code, text } = await failure({ channels: { train: folder }, data: { format: 'cifar10' } })
    expect([code, text]).toEqual([
      1,
      expect.stringMatching(/"train\/data_batch_1\.bin" has 6246 bytes.*row 2 is cut off/),
    ])
  })

  it('names a file by its channel, because its folder is gone when somebody reads the message', async () => {
    const picture = await sharp(Buffer.alloc(48, 7), { raw: { width: 4, height: 4, channels: 3 } })
      .png()
      .toBuffer()
    const train = temporaryFolder({
      'red/1.png': picture,
      'red/2.png': picture,
      'red/3.png': picture,
      'red/4.png': 'x',
    })
    const test = temporaryFolder({ 'red/1.png': picture })
    const split = { by: 'random', validation: '0%', test: '100%', seed: 1 } as const
    const order = { channels: { train, test }, data: { format: 'image-folder', split } } as const
    expect((await failure(order)).text).toBe(
      'The image "train/red/4.png" cannot be read: Input file contains unsupported image format.\n',
    )
    const other = { ...order, channels: { train: test, test: temporaryFolder({ 'a.csv': 'x' }) } }
    expect((await failure(other)).text).toBe('The folder "test" has no images in folders of classes.\n')
  })
})

describe('hyperparameters of SageMaker itself', () => {
  it('are ignored', async () => {
    const extra = {
      _tuning_objective_metric: 'objective',
      sagemaker_region: '"eu-west-1"',
      unheard_of: 'x',
      units: '16.0',
      // Not a string, as in a file written by hand.
      batch_size: 32 as unknown as string,
    }
    expect(await runJobIn(jobFolder({ ...few, extra }))).toMatchObject({ code: 0 })
  })
})

describe('SIGTERM', () => {
  it('ends a job at once and cleanly, with its results so far', async () => {
    const root = jobFolder({ values: { epochs: 1000 }, data: { fraction: 0.05 } })
    const started = performance.now()
    let asked = 0
    const { child, ended } = startJob(root, (text) => {
      if (asked > 0 || !text.includes('epoch=2;')) return
      asked = performance.now()
      child.kill('SIGTERM')
    })
    const { code, signal, log } = await ended
    // On a busy machine its start and two epochs took long too.
    expect(performance.now() - asked).toBeLessThan(Math.max(10_000, 5 * (asked - started)))
    expect([code, signal]).toEqual([0, null])
    expect(log).toContain('Stopped after')
    const { epochs, selectedEpoch } = readOutput<History>(root, 'output/data/history.json')
    expect(epochs.length).toBeGreaterThanOrEqual(2)
    expect(epochs.length).toBeLessThan(1000)
    expect(lastMetrics(log)).toMatchObject({ ...epochs[selectedEpoch - 1].metrics, epoch: selectedEpoch })
    expect(existsSync(join(root, 'model/weights.bin'))).toBe(true)
    expect(existsSync(join(root, 'output/failure'))).toBe(false)
  })
})

describe('an interrupted job', () => {
  const order: JobOrder = { data: { fraction: 0.02 }, values: { epochs: 20, learning_rate: 0.01 } }
  /** The same job without an interruption. */
  const whole = jobFolder(order)
  beforeAll(async () => expect(await runJobIn(whole)).toMatchObject({ code: 0 }))

  /** Runs an attempt and sends a signal once `text` is printed. Everything but its checkpoints is lost. */
  const interrupt = async (root: string, text: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<string> => {
    const { child, ended } = startJob(root, (printed) => {
      if (printed.includes(text)) child.kill(signal)
    })
    const { log } = await ended
    for (const folder of ['output', 'model']) rmSync(join(root, folder), { recursive: true, force: true })
    return log
  }

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'resumes from its checkpoint after a %s, to the same bits',
    async (signal) => {
      const root = jobFolder(order)
      await interrupt(root, 'epoch=2;', signal)
      const log = await interrupt(root, 'epoch=12;', signal)
      expect(log).toMatch(/^Goes on after epoch \d\.$/m)
      const last = await runJobIn(root)
      expect(last).toMatchObject({ code: 0 })
      expect(last.log).toMatch(/^Goes on after epoch 1\d\.$/m)
      expect(results(root)).toEqual(results(whole))
      const history = readOutput<History>(root, 'checkpoints/history.json')
      expect(history).toEqual(readOutput<History>(root, 'output/data/history.json'))
    },
  )

  it('only evaluates again if training had ended', async () => {
    const root = jobFolder({ ...few, values: { epochs: 2 } })
    expect(await runJobIn(root)).toMatchObject({ code: 0 })
    const before = results(root)
    for (const folder of ['output', 'model']) rmSync(join(root, folder), { recursive: true })
    const { code, log } = await runJobIn(root)
    expect([code, log.match(/^\[assay\] epoch=/gm)?.length]).toEqual([0, 1])
    expect(results(root)).toEqual(before)
  })

  it('starts anew if the checkpoint is of another seed', async () => {
    const [first, root] = [jobFolder({ ...order, seed: 2 }), jobFolder(order)]
    await interrupt(first, 'epoch=2;', 'SIGKILL')
    cpSync(join(first, 'checkpoints'), join(root, 'checkpoints'), { recursive: true })
    expect((await runJobIn(root)).log).toContain('is of another job, trainer or backend')
    expect(results(root)).toEqual(results(whole))
  })
})
