import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { InvalidExperiment, run, type RunEvent, type RunOptions } from './index.js'
import { cli } from './testing/cli.js'
import { pointsTable, writePoints } from './testing/points.js'

const long = 120_000

describe('run', () => {
  const assay = cli()
  const options: RunOptions = { target: 'local', backend: 'wasm', workingFolder: assay.folder }
  const points = {
    version: 1,
    name: 'points',
    question: 'Does a wider layer fit better?',
    data: { set: './points.csv', target: 'z' },
    objective: { metric: 'val_loss', goal: 'minimize' },
    model: {
      layers: [
        { id: 'hidden', dense: { units: '$units', activation: 'relu' } },
        { id: 'head', dense: { units: 1 } },
      ],
    },
    hyperparameters: { epochs: 2, batch_size: 32, units: 4, optimizer: 'sgd', learning_rate: 0.01 },
    stages: {
      baseline: { seeds: 2 },
      wide: { of: 'baseline', hyperparameters: { units: 8, learning_rate: 0.01 } },
    },
  }
  /** Runs and returns what was decided about each job, as `created baseline/1`, sorted. */
  const decisions = async (experiment: string | typeof points, more: RunOptions = {}) => {
    const events: RunEvent[] = []
    const report = await run(experiment, { ...options, ...more, onEvent: (event) => events.push(event) })
    const decided = events.flatMap((event) =>
      event.type === 'job' ? [`${event.decision} ${event.ref}/${event.seed}`] : [],
    )
    return { report, events, decided: decided.sort() }
  }

  it(
    'runs a file and returns its report',
    async () => {
      writePoints(assay)
      const { report, events, decided } = await decisions(join(assay.folder, 'points.yaml'))
      expect(decided).toEqual(['created baseline/1', 'created baseline/2', 'created wide/1', 'created wide/2'])
      expect(report).toMatchObject({ progress: { completed: 4, failed: 0 } })
      expect(events[0]).toMatchObject({ type: 'target', name: 'local' })
      const last = events.at(-1)
      expect(last?.type === 'report' && last.files.every((file) => existsSync(file))).toBe(true)
    },
    long,
  )

  it(
    'runs the same experiment as an object, and finds its jobs done',
    async () => {
      const { report, decided } = await decisions(points)
      expect(decided).toEqual(['done baseline/1', 'done baseline/2', 'done wide/1', 'done wide/2'])
      expect(report.progress.completed).toBe(4)
    },
    long,
  )

  it(
    'runs the picked parts with other hyperparameters, and writes the report elsewhere',
    async () => {
      const out = join(assay.folder, 'elsewhere')
      const { report, decided } = await decisions(points, { refs: ['baseline/2'], set: { epochs: 1 }, out })
      expect(decided).toEqual(['created baseline/2'])
      expect(report.progress.completed).toBe(1)
      expect(existsSync(join(out, 'report.html'))).toBe(true)
    },
    long,
  )

  it(
    'resolves when a job fails, and repeats it only on demand',
    async () => {
      const wild = { ...points, stages: { baseline: { seeds: 1, hyperparameters: { learning_rate: 1e30 } } } }
      const failed = await decisions(wild as never)
      expect(failed.report.progress.failed).toBe(1)
      expect(failed.decided).toEqual(['created baseline/1'])
      expect((await decisions(wild as never)).decided).toEqual(['failed baseline/1'])
      expect((await decisions(wild as never, { retry: true })).decided).toEqual(['created baseline/1'])
    },
    long,
  )

  it(
    'rejects with the reason of the signal, and reattaches to the jobs in the next run',
    async () => {
      const longer = { ...points, hyperparameters: { ...points.hyperparameters, epochs: 60 } }
      const leaving = new AbortController()
      const onEvent = ({ type }: RunEvent): void => {
        if (type === 'job') leaving.abort(new Error('enough'))
      }
      await expect(run(longer, { ...options, onEvent, signal: leaving.signal })).rejects.toThrow('enough')
      const { report, decided } = await decisions(longer)
      expect(report.progress.completed).toBe(4)
      expect(decided.some((line) => /^(adopted|done) baseline\/1$/.test(line))).toBe(true)
    },
    long,
  )

  it('does nothing if the signal has aborted already', async () => {
    const signal = AbortSignal.abort(new Error('early'))
    await expect(run('there-is-none.yaml', { ...options, signal })).rejects.toThrow('early')
  })

  it('rejects a wrong object with positions in "experiment"', async () => {
    const wrong = { ...points, objective: { metric: 'val_loss', goal: 'minimise' } }
    const error: unknown = await run(wrong, options).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(InvalidExperiment)
    expect((error as InvalidExperiment).diagnostics).toMatchObject([{ file: 'experiment', line: 11, column: 13 }])
  })

  it('rejects settings that the command line rejects too', async () => {
    await expect(run(points, { ...options, target: 'moon' as never })).rejects.toMatchObject({ code: 'unknown-target' })
    await expect(run(points, { ...options, prices: { m5: 1 } })).rejects.toMatchObject({ code: 'bad-price' })
    writeFileSync(join(assay.folder, 'points.csv'), pointsTable())
    await expect(run(points, { ...options, set: { epoch: 1 } })).rejects.toMatchObject({
      code: 'unknown-hyperparameter',
    })
  })
})
