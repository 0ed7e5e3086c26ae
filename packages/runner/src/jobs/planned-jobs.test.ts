import type { Plan, Variant } from '@assay/core'

import { partOf, plannedJobs } from './planned-jobs.js'

const run = (seed: number, jobName: string): { seed: number; jobName: string } => ({ seed, jobName })
const plan = {
  stages: [
    { name: 'base', variants: [{ ref: 'base', runs: [run(1, 'j1'), run(2, 'j2')] }] },
    {
      name: 'more',
      variants: [
        { ref: 'more/same', runs: [run(1, 'j1')] },
        { ref: 'more/depth=2', runs: [run(1, 'j3')] },
        { ref: 'more/depth=20', runs: [run(1, 'j4')] },
      ],
    },
  ],
  deferred: [],
  steps: ['j1', 'j2', 'j3', 'j4'].map((TrainingJobName) => ({
    operation: 'CreateTrainingJob',
    input: { TrainingJobName },
  })),
} as unknown as Plan

const variants = [{ ref: 'more/depth=2', recipe: { resources: { max_parallel: 3 } } }] as unknown as Variant[]
const names = (...refs: string[]): string[] => plannedJobs(plan, variants, refs).map(({ name }) => name)

describe('plannedJobs', () => {
  it('returns each job once, in order, with its limit', () => {
    expect(
      plannedJobs(plan, variants).map((job) => [job.name, 'maximumParallel' in job ? job.maximumParallel : undefined]),
    ).toEqual([
      ['j1', Infinity],
      ['j2', Infinity],
      ['j3', 3],
      ['j4', Infinity],
    ])
  })

  it('picks stages, variants and seeds', () => {
    expect(names('base')).toEqual(['j1', 'j2'])
    expect(names('base/2')).toEqual(['j2'])
    expect(names('more/depth=2')).toEqual(['j3'])
    expect(names('more/same', 'base/2')).toEqual(['j2', 'j1'])
  })

  it('refuses unknown references', () => {
    expect(() => names('base', 'bas')).toThrow('"bas" names nothing in the file. Did you mean "base"?')
    expect(() => names('base/3')).toThrow('"base/3" names nothing in the file.')
    expect(() => names('quite-different')).toThrow('Its stages are "base", "more".')
  })
})

describe('partOf', () => {
  it('keeps the variants of the picked jobs', () => {
    const part = partOf(plan, ['base/1'])
    expect(part.steps).toHaveLength(1)
    expect(part.stages.map(({ variants: some }) => some.map(({ ref, runs }) => `${ref} ${runs.length}`))).toEqual([
      ['base 1'],
      ['more/same 1'],
    ])
  })
})
