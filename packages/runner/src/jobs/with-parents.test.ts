import type { Plan } from '@assay/core'

import { deferredOf, plannedJobs } from './planned-jobs.js'
import { withParents } from './with-parents.js'

const arm = (ref: string, parentRefs: string[] = [], jobNames: string[] = []): object => ({
  ref,
  parentRefs,
  jobNames,
  confirm: 1,
})
/** coarse → fine (with a cold control) → wider, which starts from fine/best. */
const plan = {
  stages: [
    { name: 'base', variants: [{ ref: 'base', runs: [{ seed: 1, jobName: 'j1' }] }] },
    { name: 'coarse', variants: [], arms: [arm('coarse', [], ['t1'])] },
    { name: 'fine', variants: [], arms: [arm('fine', ['coarse', 'job:else']), arm('fine/cold', [], ['t2'])] },
    { name: 'wider', variants: [] },
  ],
  steps: [
    { operation: 'CreateTrainingJob', input: { TrainingJobName: 'j1' } },
    { operation: 'CreateHyperParameterTuningJob', input: { HyperParameterTuningJobName: 't1' } },
    { operation: 'CreateHyperParameterTuningJob', input: { HyperParameterTuningJobName: 't2' } },
  ],
  deferred: [
    { ref: 'fine', stage: 'fine', after: ['t1'], afterStages: ['coarse'], jobs: 3 },
    { ref: 'fine/top-1', stage: 'fine', after: ['t1'], afterStages: ['fine'], jobs: 1 },
    { ref: 'wider', stage: 'wider', after: ['t1'], afterStages: ['fine'], jobs: 1 },
  ],
} as unknown as Plan

describe('withParents', () => {
  it('adds the searches that a part waits for, through all generations', () => {
    expect(withParents(plan, ['fine'])).toEqual(['fine', 'coarse'])
    expect(withParents(plan, ['wider'])).toEqual(['wider', 'fine', 'coarse'])
    expect(withParents(plan, ['fine/top-1'])).toEqual(['fine/top-1', 'coarse', 'fine'])
  })

  it('adds nothing to parts that wait for nothing', () => {
    expect(withParents(plan, ['base'])).toEqual(['base'])
    expect(withParents(plan, [])).toEqual([])
  })
})

describe('plannedJobs of searches', () => {
  it('puts searches first, each as the last link of its chain', () => {
    expect(plannedJobs(plan, []).map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'tuning t1',
      'tuning t2',
      'training j1',
    ])
    expect(plannedJobs(plan, [], ['fine']).map(({ name }) => name)).toEqual(['t2'])
    expect(deferredOf(plan, ['fine']).map(({ ref }) => ref)).toEqual(['fine', 'fine/top-1'])
  })

  it('accepts references to future results, and nothing else', () => {
    expect(plannedJobs(plan, [], ['coarse/top-1'])).toEqual([])
    expect(() => plannedJobs(plan, [], ['base/top-1'])).toThrow('"base/top-1" names nothing in the file.')
  })
})
