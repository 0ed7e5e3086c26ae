/** Weights handed on from job to job as SageMaker does it: in a channel, as the archive that it made. */

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { History, InitSpec } from '@assay/core'
import { readNamedWeights } from '@assay/model-zoo'
import type { NamedWeight } from '@assay/model-zoo'
import { create } from 'tar'

import { jobFolder, layer, mnistFolder, readOutput, startJob } from '../testing/job-folder.js'
import type { JobOrder } from '../testing/job-folder.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { trainCommand } from '../commands/train.js'

import.meta.jest.setTimeout(300_000)

/** Has every kind of weights: a convolution's, statistics, a nested layer's, both directions of a recurrent layer. */
const net = [
  layer('conv', 'conv2d', { filters: 3, kernel_size: 5, strides: 4, activation: 'relu' }),
  layer('norm', 'batch_normalization', { scale: false }),
  layer('skip', 'residual', { layers: [layer('inner', 'conv2d', { filters: 3, kernel_size: 1 })] }),
  layer('rows', 'reshape', { target_shape: [6, 18] }),
  layer('walk', 'bidirectional', { layers: [layer('cell', 'gru', { units: 4 })] }),
  layer('drop', 'dropout', { rate: 0.1 }),
  layer('head', 'dense', { units: 'classes', activation: 'softmax' }),
]
const few: JobOrder = { layers: net, data: { fraction: 0.01 }, values: { epochs: 3, learning_rate: 0.01 } }

interface Ended {
  readonly code: number
  readonly log: string
}

async function run(root: string): Promise<Ended> {
  const lines: string[] = []
  const code = await trainCommand(root, { log: (line) => void lines.push(line), isStopped: () => false })
  return { code, log: lines.join('\n') }
}

/** Packs a job's model as SageMaker does, and returns the folder of a channel with it. */
async function channelOf(root: string): Promise<string> {
  const folder = temporaryFolder()
  await create({ gzip: true, cwd: join(root, 'model'), file: join(folder, 'model.tar.gz') }, ['.'])
  return folder
}

function weightsOf(root: string): Record<string, NamedWeight['values']> {
  const [topology, bytes] = ['model.json', 'weights.bin'].map((name) => readFileSync(join(root, 'model', name)))
  const named = readNamedWeights(topology.toString('utf8'), bytes)
  return Object.fromEntries(named.map(({ name, values }) => [name, values]))
}

const history = (root: string): History => readOutput<History>(root, 'output/data/history.json')
const withoutTime = ({ epochs, ...rest }: History): unknown => ({
  ...rest,
  epochs: epochs.map(({ seconds: _, ...epoch }) => epoch),
})

describe('a job that starts from the weights of another', () => {
  const donor = jobFolder(few)
  let channel = ''
  beforeAll(async () => {
    expect(await run(donor)).toMatchObject({ code: 0 })
    channel = await channelOf(donor)
  })

  const heir = (init: InitSpec, order: JobOrder = {}): string =>
    jobFolder({ ...few, seed: 9, ...order, init, channels: { train: mnistFolder, init_weights: channel } })

  it('gives exactly the results of the other job if nothing is trained', async () => {
    const root = heir({ freeze: ['*'] }, { values: { epochs: 2 } })
    const { code, log } = await run(root)
    expect(code).toBe(0)
    expect(log).toContain('Took the weights of 5 layers: conv, norm, skip_inner, walk, head.')
    expect(log).toContain('Not trained: conv, norm, skip_inner, walk, head (')
    const { epochs, selectedEpoch } = history(donor)
    const { val_loss, val_accuracy } = epochs[selectedEpoch - 1].metrics
    expect(val_accuracy).toBeGreaterThan(0.2)
    for (const { metrics } of history(root).epochs) expect(metrics).toMatchObject({ val_loss, val_accuracy })
    expect(weightsOf(root)).toEqual(weightsOf(donor))
  })

  it('does not change frozen layers or their statistics, and trains the rest', async () => {
    const root = heir({ freeze: ['conv', 'norm', 'skip'] })
    expect(await run(root)).toMatchObject({ code: 0 })
    const [before, after] = [weightsOf(donor), weightsOf(root)]
    const moved = Object.keys(before).filter((name) => before[name].join() !== after[name].join())
    expect(new Set(moved.map((name) => name.split('/')[0]))).toEqual(new Set(['walk', 'head']))
    expect(Object.keys(before).filter((name) => /^(walk|head)/.test(name))).toEqual(moved)
  })

  it('takes only the named layers', async () => {
    const root = heir({ layers: ['conv', 'skip'], freeze: ['conv', 'skip_inner', 'head'] })
    const { code, log } = await run(root)
    expect([code, log]).toEqual([0, expect.stringContaining('Took the weights of 2 layers: conv, skip_inner.')])
    const [before, after] = [weightsOf(donor), weightsOf(root)]
    expect(after['conv/kernel']).toEqual(before['conv/kernel'])
    expect(after['skip_inner/kernel']).toEqual(before['skip_inner/kernel'])
    expect(after['head/kernel']).not.toEqual(before['head/kernel'])
  })

  it('takes all matching layers of another model if none are named', async () => {
    const layers = [...net.slice(0, 4), layer('flat', 'flatten'), ...net.slice(5)]
    const { code, log } = await run(heir({}, { layers }))
    expect([code, log]).toEqual([0, expect.stringContaining('Took the weights of 3 layers: conv, norm, skip_inner.')])
  })

  it('resumes after an interruption as if there had been none', async () => {
    // The recurrent layer, which takes longest, is left out.
    const layers = [...net.slice(0, 4), layer('flat', 'flatten'), ...net.slice(5)]
    const order = { layers, values: { epochs: 20, learning_rate: 0.01 } }
    const init = { freeze: ['norm', 'skip_inner'] }
    const whole = heir(init, order)
    expect(await run(whole)).toMatchObject({ code: 0 })
    const root = heir(init, order)
    let stopped = false
    const { child, ended } = startJob(root, (text) => {
      if (!stopped && /epoch=2;/.test(text)) stopped = child.kill('SIGTERM')
    })
    await ended
    expect(history(root).epochs.length).toBeLessThan(20)
    rmSync(join(root, 'output'), { recursive: true })
    rmSync(join(root, 'model'), { recursive: true })
    expect((await run(root)).log).toMatch(/Goes on after epoch \d+\./)
    expect(withoutTime(history(root))).toEqual(withoutTime(history(whole)))
    expect(weightsOf(root)).toEqual(weightsOf(whole))
  })

  it.each<[string, InitSpec, JobOrder, string]>([
    [
      'a glob that matches nothing',
      { layers: ['cnv*'] },
      {},
      '"cnv*" matches no layer that has weights. Those that have some are "conv", "norm", "skip_inner", "walk", "head".',
    ],
    ['a frozen glob that matches nothing', { freeze: ['drop'] }, {}, '"drop" matches no layer that has weights.'],
    [
      'other shapes',
      { layers: ['conv'] },
      { layers: [layer('conv', 'conv2d', { filters: 3, kernel_size: 6, strides: 4 }), ...net.slice(1)] },
      'The layer "conv" has weights of the shapes [6, 6, 1, 3], [3] here and [5, 5, 1, 3], [3] in the other model.',
    ],
    [
      'another type',
      { layers: ['h*'] },
      {
        layers: [
          layer('flat', 'flatten'),
          layer('hidden', 'dense', { units: 4 }),
          layer('head', 'dense', { units: 'classes' }),
        ],
      },
      'The layer "hidden" is not in the other model.',
    ],
    [
      'nothing in common',
      {},
      { layers: [layer('flat', 'flatten'), layer('out', 'dense', { units: 'classes' })] },
      "No layer here has the id, the type and the weights' shapes of a layer of the other model.",
    ],
  ])('refuses %s', async (_, init, order, message) => {
    const root = heir(init, order)
    expect(await run(root)).toMatchObject({ code: 1 })
    expect(readFileSync(join(root, 'output/failure'), 'utf8')).toContain(message)
  })

  it.each<[string, (folder: string) => Promise<void> | void, string]>([
    [
      'no archive',
      (folder) => rmSync(join(folder, 'model.tar.gz')),
      'The channel "init_weights" has no "model.tar.gz".',
    ],
    ['half an archive', (folder) => cut(join(folder, 'model.tar.gz')), 'cannot be read: '],
    ['another kind of model', (folder) => repack(folder), 'cannot be read: "assay.json" is missing.'],
  ])('refuses %s', async (_, damage, message) => {
    const folder = temporaryFolder()
    cpSync(channel, folder, { recursive: true })
    await damage(folder)
    const root = jobFolder({ ...few, init: {}, channels: { train: mnistFolder, init_weights: folder } })
    expect(await run(root)).toMatchObject({ code: 1 })
    expect(readFileSync(join(root, 'output/failure'), 'utf8')).toContain(message)
  })

  it('reads an archive whose members point outside its folder, and writes none of them', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'in'))
    writeFileSync(join(folder, 'escaped.txt'), 'x')
    cpSync(join(donor, 'model'), join(folder, 'in'), { recursive: true })
    const file = join(folder, 'channel', 'model.tar.gz')
    mkdirSync(join(folder, 'channel'))
    await create({ gzip: true, cwd: join(folder, 'in'), file, preservePaths: true }, ['.', '../escaped.txt'])
    rmSync(join(folder, 'escaped.txt'))
    const channels = { train: mnistFolder, init_weights: join(folder, 'channel') }
    expect(await run(jobFolder({ ...few, init: {}, channels }))).toMatchObject({ code: 0 })
    expect(existsSync(join(folder, 'escaped.txt'))).toBe(false)
    expect(readdirSync(join(folder, 'channel'))).toEqual(['model.tar.gz'])
  })
})

function cut(file: string): void {
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.subarray(0, bytes.length / 2))
}

async function repack(folder: string): Promise<void> {
  writeFileSync(join(folder, 'model.pkl'), 'x')
  await create({ gzip: true, cwd: folder, file: join(folder, 'model.tar.gz') }, ['model.pkl'])
}
