import type { Plan } from '@assay/core'

import type { RunEvent } from '../base/events.js'
import { Tally } from './tally.js'

/** Two stages that share a job. */
const plan = {
  experiment: { objective: { metric: 'val_loss' } },
  stages: [
    { name: 'a', variants: [{ ref: 'a', runs: [{ seed: 1, jobName: 'x-000000000001' }] }] },
    {
      name: 'b',
      variants: [
        { ref: 'b/same', runs: [{ seed: 1, jobName: 'x-000000000001' }] },
        { ref: 'b/new', runs: [{ seed: 1, jobName: 'x-000000000002' }] },
      ],
    },
  ],
  deferred: [],
} as unknown as Plan

const state = (job: string, status: string, secondaryStatus = status): RunEvent & { type: 'state' } =>
  ({ type: 'state', job, status, secondaryStatus, metrics: { val_loss: 0.123456 } }) as RunEvent & { type: 'state' }

describe('Tally', () => {
  it('counts a shared job in each stage and once in all', () => {
    const counts = new Tally(plan)
    counts.add(state('x-000000000001', 'Completed'))
    counts.add(state('x-000000000002', 'InProgress', 'Training'))
    expect(counts.summary()).toBe('1 of 2 done, 1 running')
    expect(counts.summary('b')).toBe('1 of 2 done, 1 running')
    expect([counts.isOver('a'), counts.isOver('b')]).toEqual([true, false])
    expect(counts.stagesOf('x-000000000001')).toEqual(['a', 'b'])
  })

  it('counts jobs that wait for a machine as not running', () => {
    const counts = new Tally(plan)
    counts.add({ type: 'job', decision: 'created', job: 'x-000000000002', ref: 'b/new', seed: 1 })
    counts.add(state('x-000000000002', 'InProgress', 'Starting'))
    expect(counts.summary()).toBe('0 of 2 done')
  })

  it('distinguishes failed jobs from those skipped because of them', () => {
    const counts = new Tally(plan)
    counts.add(state('x-000000000001', 'Failed'))
    counts.add({
      type: 'job',
      decision: 'skipped',
      job: 'x-000000000002',
      ref: 'b/new',
      seed: 1,
      donor: 'x-000000000001',
    })
    expect(counts.summary('b')).toBe('0 of 2 done, 1 failed, 1 skipped')
    expect(counts.isOver('b') && counts.hasFailed('b')).toBe(true)
    counts.add(state('x-000000000001-a2', 'Completed'))
    expect(counts.hasFailed('a')).toBe(false)
  })

  it('knows a repeated job by its first name', () => {
    const counts = new Tally(plan)
    counts.add(state('x-000000000002', 'Failed'))
    counts.add(state('x-000000000002-a2', 'Completed'))
    expect(counts.summary()).toBe('1 of 2 done')
    expect(counts.nameOf('x-000000000002-a2')).toBe('b/new seed 1')
    expect(counts.metricOf(state('x-000000000002-a2', 'Completed'))).toBe(' val_loss=0.12346')
  })
})
