import type { LearningRates } from '@assay/core'

import { readBounds } from '../prepare/learning-rate-test.js'
import { suggestLearningRate } from '../observe/suggest-learning-rate.js'
import { cli } from '../testing/cli.js'
import { writePoints } from '../testing/points.js'

const long = 240_000

describe('assay find-lr', () => {
  const assay = cli()
  let before = ''
  beforeAll(() => {
    // Of two variants, one that says its own rate; none of what the file says about the way there reaches the test.
    writePoints(assay, { more: '  warm: {of: wide, hyperparameters: {schedule: step, decay_rate: 0.1, warmup: 1}}\n' })
    before = assay.read('points.yaml')
  })

  const find = async (...more: string[]): ReturnType<typeof assay.run> => assay.run('find-lr', 'points.yaml', ...more)

  it(
    'trains one short job, prints its curve and suggestion, and changes no file',
    async () => {
      const { code, stdout, stderr } = await find()
      expect(code).toBe(0)
      expect(stderr.match(/^created .*/gm)).toEqual(['created    baseline seed 1'])
      const [head, , columns, ...rows] = stdout.split('\n')
      expect(head).toBe('Learning rates of "baseline", seed 1: 100 steps.')
      expect(columns).toBe('learning rate  smoothed loss')
      expect(rows.slice(0, 20).map((row) => /^ +\d\.\de[+-]\d +[\d.]+( +█+)?$/.test(row))).toEqual(Array(20).fill(true))
      expect(stdout).toMatch(/^Suggested: learning_rate: 0\.\d+\nThere the smoothed loss falls fastest /m)
      expect(assay.read('points.yaml')).toBe(before)
    },
    long,
  )

  it(
    'tests once, independent of the schedule of the file, and prints the whole curve as JSON',
    async () => {
      const changed = 'epochs: 7, patience: 2, schedule: cosine, warmup: 1.5, learning_rate: 0.3'
      assay.write(
        'points.yaml',
        before.replace(/epochs: 2/, changed).replace(', learning_rate: 0.01}\nstages', '}\nstages'),
      )
      const { code, stdout, stderr } = await find('--json')
      expect({ code, created: stderr.includes('created') }).toEqual({ code: 0, created: false })
      const { steps, diverged, suggestion, variant, seed } = JSON.parse(stdout) as LearningRates & {
        suggestion: object
        variant: string
        seed: number
      }
      expect({ variant, seed, diverged, steps: steps.length }).toEqual({
        variant: 'baseline',
        seed: 1,
        diverged: false,
        steps: 100,
      })
      expect([steps[0]?.learningRate, steps[99]?.learningRate]).toEqual([expect.closeTo(1e-6, 15), 1])
      expect(suggestion).toEqual(suggestLearningRate({ steps, diverged }))
      assay.write('points.yaml', before)
    },
    long,
  )

  it(
    'tests a variant with a rate, a schedule and a warm-up of its own, until the loss diverges',
    async () => {
      const { code, stdout } = await find('warm', '--min', '0.001', '--max', '1000')
      expect(code).toBe(0)
      expect(stdout).toMatch(
        /^Learning rates of "warm", seed 1: ended after \d\d of 100 steps, because the loss diverged/,
      )
    },
    long,
  )

  it(
    'is known to status, logs and stop, and does not fail the experiment',
    async () => {
      const { stdout: json } = await assay.run('status', 'points.yaml', '--json')
      const rows = json
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { ref: string; seed: number; status: string })
      const tests = rows.filter(({ ref }) => ref.startsWith('find-lr/'))
      expect(tests.map(({ ref, seed, status }) => [ref, seed, status])).toEqual([
        ['find-lr/baseline', 1, 'Completed'],
        ['find-lr/warm', 1, 'Completed'],
      ])
      for (const ref of ['find-lr/baseline', 'find-lr/baseline/1']) {
        expect((await assay.run('logs', 'points.yaml', ref)).stdout).toContain('17 parameters.\nCompleted.')
      }
      expect(await assay.run('stop', 'points.yaml', 'find-lr')).toMatchObject({
        code: 0,
        stdout: 'Asked 0 jobs to stop.\n',
      })
      expect(await assay.run('logs', 'points.yaml', 'find-lr/wide')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(
          '"find-lr/wide" names no test of learning rates. There are "find-lr/baseline/1", "find-lr/warm/1".',
        ) as string,
      })
    },
    long,
  )

  it(
    'tests the given seed',
    async () => {
      const { code, stdout, stderr } = await find('--seed', '7')
      expect(code).toBe(0)
      expect(stderr.match(/^created .*/gm)).toEqual(['created    baseline seed 7'])
      expect(stdout).toMatch(/^Learning rates of "baseline", seed 7: /)
      expect((await find('--seed', '0')).stderr).toContain('"--seed 0" is not a seed; expected a whole number from 1.')
    },
    long,
  )

  it('leaves the plan of the file as it was', async () => {
    const { stdout } = await assay.run('plan', 'points.yaml')
    expect(stdout).toContain('3 variants, 6 jobs: 6 create.')
  })

  it('refuses variants that it cannot test, with a remedy', async () => {
    expect(await find('wid')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"wid" names no variant of the file. Did you mean "wide"?') as string,
    })
    expect(await find('--min', '0.5')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected a "--max" of at least ten times "--min"') as string,
    })
  })

  it.each([
    ['pair', '"pair" names 2 variants. Name one, such as "baseline", "wide", "pair/units=2"'],
    [
      'search',
      '"search" is decided by a search; a test of learning rates needs a variant that the file defines completely.',
    ],
    ['heir', '"heir" starts from the weights of "wide", which is not trained here. Run it first'],
  ])('refuses "%s"', async (ref, text) => {
    const more = `  pair: {of: baseline, matrix: {units: [2, 3]}}
  search: {kind: tune, of: baseline, max_trials: 2, search_space: {learning_rate: {min: 0.001, max: 0.1}}}
  heir: {of: wide, init_weights: {from: wide}}
`
    assay.write('more.yaml', before.slice(0, before.indexOf('  warm:')) + more)
    const { code, stderr } = await assay.run('find-lr', 'more.yaml', ref)
    expect(stderr).toContain(text)
    expect(code).toBe(2)
  })

  it('refuses the schedule in a file and on the command line', async () => {
    assay.write('written.yaml', before.replace('optimizer: sgd', 'optimizer: sgd, schedule: range_test'))
    const { code, stderr } = await assay.run('validate', 'written.yaml')
    expect(code).toBe(2)
    expect(stderr).toContain('"schedule" is "range_test"; expected one of "constant", "step", "exponential", "cosine".')
    expect(await assay.run('plan', 'points.yaml', '--set', 'schedule=range_test')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"--set schedule=range_test" is unknown; expected one of "constant"') as string,
    })
  })
})

describe('readBounds', () => {
  it('reads numbers as they are written', () => {
    expect(readBounds()).toEqual({ min: 1e-6, max: 1 })
    expect(readBounds('0.00001', '5e-1')).toEqual({ min: 1e-5, max: 0.5 })
  })

  it.each([
    ['0', '1', '"--min 0" is not a learning rate; expected a number above 0'],
    ['fast', '1', '"--min fast" is not a learning rate'],
    ['1e-6', '', '"--max " is not a learning rate'],
    ['1e-6', 'Infinity', '"--max Infinity" is not a learning rate'],
    ['1', '1e-6', 'too near each other'],
    ['0.1', '0.9', 'too near each other'],
  ])('refuses %j to %j', (min, max, text) => {
    expect(() => readBounds(min, max)).toThrow(text)
  })
})
