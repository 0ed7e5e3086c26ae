/** The cost of an experiment, the savings of early stopping, and the sources of prices. */

import type { Prices } from '@assay/core'

import { analyse } from '../analyse.js'
import type { Report } from '../report/report.js'
import { searchPlan, smallArm, smallTuning, type SmallTrial, type SmallTuning } from '../testing/small-search.js'

/** A dollar a minute. */
const prices: Prices = { currency: 'USD', perInstanceHour: { 'ml.m5.large': 60 }, sources: { 'ml.m5.large': 'a test' } }

function reportOf(
  trials: readonly SmallTrial[],
  by: Prices | undefined = prices,
  more: Partial<SmallTuning> = {},
): Report {
  const { search, records } = smallTuning('s-1', { trials, ...more })
  const old = smallTuning('old-1', { trials: [{ value: 0.1, seconds: 180 }] })
  const plan = searchPlan([{ name: 's', arms: [smallArm('s', ['s-1'])] }])
  return analyse(plan, [...records, ...old.records], { searches: [search], ...(by && { prices: by }) })
}

describe('The cost of an experiment', () => {
  it('adds up its jobs, and apart those no longer asked for, with each price and its source', () => {
    const report = reportOf([{ value: 0.5 }, { value: 0.6, seconds: 120 }, { value: 'running' }])
    expect(report.cost).toEqual({
      currency: 'USD',
      amount: 3,
      retired: 3,
      prices: [{ instanceType: 'ml.m5.large', perHour: 60, source: 'a test' }],
      unpriced: [],
    })
    expect(report.answer.at(-1)).toBe(
      'The jobs that have ended cost 3.00 USD, and jobs that the file no longer asks for 3.00 USD, by ml.m5.large at 60 USD an hour (a test).',
    )
  })

  it('is absent without prices and not guessed if one is missing', () => {
    const { search, records } = smallTuning('s-1', { trials: [{ value: 0.5 }] })
    const plan = searchPlan([{ name: 's', arms: [smallArm('s', ['s-1'])] }])
    expect(analyse(plan, records, { searches: [search] })).not.toHaveProperty('cost')
    const report = reportOf([{ value: 0.5 }], { currency: 'USD', perInstanceHour: {} })
    expect(report.cost).toEqual({ currency: 'USD', prices: [], unpriced: ['ml.m5.large'] })
    expect(report.answer.at(-1)).toBe(
      'The cost is unknown, because ml.m5.large has no price. Set one with “--price ml.m5.large=0.25”.',
    )
  })

  it('includes the saving of early stopping', () => {
    const trials = [
      { value: 0.5, seconds: 120 },
      { value: 0.4, seconds: 30, early: true },
    ]
    expect(reportOf(trials).searches[0]?.saved).toMatchObject({ seconds: 90, cost: { amount: 1.5, currency: 'USD' } })
    expect(reportOf(trials).answer.join(' ')).toContain('saved about 1 min 30 s of training and 1.50 USD (38 %)')
    expect(reportOf(trials, { currency: 'USD', perInstanceHour: {} }).searches[0]?.saved).not.toHaveProperty('cost')
  })

  it('does not count a trial that ran out of the search’s time as stopped early', () => {
    const trials = [
      { value: 0.5, seconds: 120 },
      { value: 0.4, seconds: 30, early: true },
    ]
    expect(reportOf(trials, prices, { maximumSeconds: 150 }).searches[0]).toMatchObject({
      stoppedEarly: 0,
      counts: { stopped: 1 },
    })
    expect(reportOf(trials, prices, { maximumSeconds: 151 }).searches[0]?.stoppedEarly).toBe(1)
  })
})
