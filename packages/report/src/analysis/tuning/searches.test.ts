import type { PlannedArm, TuningRecord } from '@assay/core'
import fc from 'fast-check'

import { analyse, type ReportContext } from '../../analyse.js'
import type { Report } from '../../report/report.js'
import type { SearchAnalysis } from '../../report/search-report.js'
import { searchPlan, smallArm, smallTuning, type SmallTrial, type SmallTuning } from '../../testing/small-search.js'

/** Returns the report of one stage `s` whose search is these tuning jobs. */
function reportOf(
  tunings: readonly SmallTuning[],
  arm: Partial<PlannedArm> = {},
  context: ReportContext = {},
  goal: 'maximize' | 'minimize' = 'maximize',
): Report {
  const made = tunings.map((tuning, index) => smallTuning(`s-${index + 1}`, { goal, ...tuning }))
  const names = made.map(({ search }) => search.name)
  const plan = searchPlan([{ name: 's', arms: [smallArm('s', names, { maximumTrials: 12, ...arm })] }], { goal })
  const records = made.flatMap((one) => one.records)
  return analyse(plan, records, { searches: made.map(({ search }) => search), ...context })
}

function searchOf(tunings: readonly SmallTuning[], arm?: Partial<PlannedArm>, context?: ReportContext): SearchAnalysis {
  const [search] = reportOf(tunings, arm, context).searches
  if (search === undefined) throw new Error('The report has no search.')
  return search
}

const values = (...all: number[]): SmallTrial[] => all.map((value) => ({ value }))

describe('A search', () => {
  it('tracks the best so far of completed trials only', () => {
    const { trials, best } = searchOf([
      {
        trials: [{ value: 'failed' }, { value: 0.7 }, { value: 0.99, early: true }, { value: 0.6 }, { value: 0.8 }],
      },
    ])
    expect(trials.map(({ bestSoFar }) => bestSoFar)).toEqual([undefined, 0.7, 0.7, 0.7, 0.8])
    expect(best?.number).toBe(5)
  })

  it('picks the lowest objective if less is better, and the earlier of equals', () => {
    const report = reportOf([{ trials: values(3, 1, 2, 1) }], {}, {}, 'minimize')
    expect(report.searches[0]?.best?.number).toBe(2)
    expect(report.searches[0]?.trials.map(({ bestSoFar }) => bestSoFar)).toEqual([3, 1, 1, 1])
  })

  it('numbers trials across its tuning jobs and leaves out the time between them', () => {
    const { trials, tuningJobs, spent } = searchOf([
      { trials: values(0.1, 0.2), from: 0 },
      { trials: values(0.3), from: 86_000 },
    ])
    expect(trials.map(({ number, elapsedSeconds }) => [number, elapsedSeconds])).toEqual([
      [1, 60],
      [2, 120],
      [3, 180],
    ])
    expect(tuningJobs.map(({ firstTrial, wallSeconds }) => [firstTrial, wallSeconds])).toEqual([
      [1, 120],
      [3, 60],
    ])
    expect(spent).toEqual({
      trials: 3,
      trainingSeconds: 180,
      billableSeconds: 180,
      instanceHours: 0.05,
      wallSeconds: 180,
    })
  })

  it('counts the time of parallel trials twice as training and once as wall time', () => {
    const { spent, trials } = searchOf([
      {
        trials: [
          { value: 0.1, at: 0 },
          { value: 0.2, at: 0, seconds: 90 },
        ],
      },
    ])
    expect(spent).toMatchObject({ trainingSeconds: 150, wallSeconds: 90 })
    expect(trials[0]?.spentThen).toMatchObject({ trials: 1, trainingSeconds: 60, wallSeconds: 60 })
  })

  it('reports costs only with a price for every instance type', () => {
    const tunings = [{ trials: values(0.1, 0.2) }]
    const priced = (perInstanceHour: Record<string, number>): SearchAnalysis =>
      searchOf(tunings, {}, { prices: { currency: 'EUR', perInstanceHour } })
    expect(priced({ 'ml.m5.large': 0.3 }).spent.cost).toEqual({
      amount: expect.closeTo(0.01, 12) as number,
      currency: 'EUR',
    })
    expect(priced({ 'ml.g5.xlarge': 1 }).spent.cost).toBeUndefined()
    expect(priced(JSON.parse('{"__proto__": 1}') as Record<string, number>).spent.cost).toBeUndefined()
    expect(searchOf(tunings).spent.cost).toBeUndefined()
  })

  it('shows the widest of a chain’s ranges, and a later fixed value as the trial’s own', () => {
    const range = (min: number, max: number) => ({ x: { kind: 'continuous', min, max, scale: 'log' } }) as const
    const { definitions, trials } = searchOf(
      [
        { trials: [{ value: 0.1, x: 0.5 }], ranges: range(0.1, 0.6) },
        { trials: [{ value: 0.2 }], ranges: {}, fixed: { x: '0.55' }, from: 100 },
      ],
      { definitions: [{ ref: 's', hyperparameters: { x: 0.55 }, ranges: {}, unknown: [] }] },
    )
    expect(definitions[0]?.dimensions).toEqual([{ name: 'x', kind: 'continuous', min: 0.1, max: 0.6, scale: 'log' }])
    expect(trials.map(({ hyperparameters }) => hyperparameters['x'])).toEqual([0.5, 0.55])
  })

  it('distinguishes trials that the tuner stopped from those that ended otherwise', () => {
    const stopped = { value: 0.2, early: true }
    expect(searchOf([{ trials: [stopped] }]).stoppedEarly).toBe(1)
    expect(searchOf([{ trials: [stopped], earlyStopping: false }]).stoppedEarly).toBe(0)
    // Somebody stopped the search: the last trials went with it, the first had been stopped before.
    expect(
      searchOf([{ trials: [stopped, { value: 0.3 }, stopped], status: 'Stopped' }]).trials.map(
        ({ stoppedEarly }) => stoppedEarly,
      ),
    ).toEqual([true, false, false])
  })

  it('estimates what early stopping saved by the median of completed trials', () => {
    const { saved } = searchOf([
      {
        trials: [
          { value: 0.5, seconds: 100, epochs: 10 },
          { value: 0.6, seconds: 140, epochs: 10 },
          { value: 0.1, seconds: 20, epochs: 2, early: true },
          { value: 0.1, seconds: 40, epochs: 4, early: true },
        ],
      },
    ])
    expect(saved).toEqual({
      stoppedEarly: 2,
      medianSeconds: 120,
      medianEpochs: 10,
      seconds: 180,
      epochs: 14,
      share: 0.375,
    })
  })

  it('reports no saving if no trial was stopped or none completed', () => {
    expect(searchOf([{ trials: values(0.1) }]).saved).toBeUndefined()
    expect(searchOf([{ trials: [{ value: 0.1, early: true }] }]).saved).toBeUndefined()
  })

  it('counts a trial that completed without a finite objective as failed', () => {
    const { trials, best } = searchOf([{ trials: [{ value: Number.NaN }] }])
    expect(trials[0]).toMatchObject({
      status: 'failed',
      reason: 'It completed without a finite value of the objective.',
    })
    expect(best).toBeUndefined()
  })

  it('is pending without a tuning job, running with a running one, and ended at any number of trials', () => {
    expect(searchOf([])).toMatchObject({ status: 'pending', counts: { pending: 12 }, tuningJobs: [] })
    expect(searchOf([{ trials: [{ value: 0.1 }, { value: 'running' }] }])).toMatchObject({
      status: 'running',
      counts: { completed: 1, running: 1, pending: 10 },
    })
    expect(searchOf([{ trials: values(0.1) }])).toMatchObject({
      status: 'completed',
      counts: { completed: 1, pending: 0 },
    })
    expect(searchOf([{ trials: [], status: 'Failed' }])).toMatchObject({ status: 'failed', counts: { pending: 0 } })
  })

  it('never lets the best so far get worse, or spending decrease', () => {
    const trial = fc.record({
      value: fc.oneof(fc.double({ min: -5, max: 5, noNaN: true }), fc.constant('failed' as const)),
      seconds: fc.integer({ min: 1, max: 500 }),
      early: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(trial, { maxLength: 9 }), fc.integer({ min: 0, max: 9 }), (all, cut) => {
        const parts = [all.slice(0, cut), all.slice(cut)].map((trials, index) => ({ trials, from: index * 10_000 }))
        const { trials, spent, best } = searchOf(parts)
        let last = { best: -Infinity, seconds: 0 }
        for (const { bestSoFar = -Infinity, spentThen, elapsedSeconds = 0 } of trials) {
          const seconds = spentThen?.trainingSeconds ?? 0
          expect(bestSoFar).toBeGreaterThanOrEqual(last.best)
          expect(seconds).toBeGreaterThanOrEqual(last.seconds)
          expect(elapsedSeconds).toBeLessThanOrEqual(spent.wallSeconds + 1e-9)
          last = { best: bestSoFar, seconds }
        }
        expect(best?.objective ?? -Infinity).toBe(last.best)
        expect(spent.trainingSeconds).toBe(all.reduce((sum, { seconds }) => sum + seconds, 0))
      }),
      { numRuns: 60 },
    )
  })
})

describe('The report of a search', () => {
  it('lists trials among the jobs, and never as retired', () => {
    const report = reportOf([
      {
        trials: [
          { value: 0.4, x: 0.3 },
          { value: 0.1, early: true },
        ],
      },
    ])
    expect(
      report.jobs.map(({ name, trial, variants, hyperparameters }) => [name, trial, variants, hyperparameters]),
    ).toEqual([
      ['s-1-001', { search: 's', number: 1, stoppedEarly: false }, [], { epochs: 5, x: 0.3 }],
      ['s-1-002', { search: 's', number: 2, stoppedEarly: true }, [], { epochs: 5 }],
    ])
    expect(report.retired).toEqual([])
    expect(report.progress).toEqual({ completed: 1, failed: 0, stopped: 1, running: 0, pending: 0 })
    expect(report.answer.at(-1)).toBe('1 of 2 jobs completed (1 stopped early by the tuner).')
  })

  it('counts trials to come, and at most as many deferred jobs as the plan says', () => {
    const { search, records } = smallTuning('s-1', { trials: [{ value: 0.1 }, { value: 'running' }] })
    const plan = searchPlan([{ name: 's', arms: [smallArm('s', ['s-1'], { maximumTrials: 5, confirm: 3 })] }], {
      deferred: [
        { ref: 's', stage: 's', after: [], afterStages: ['s'], jobs: 3 },
        { ref: 's/top-1', stage: 's', after: ['s-1'], afterStages: ['s'], jobs: 15 },
      ],
    })
    expect(analyse(plan, records, { searches: [search] }).progress).toMatchObject({
      completed: 1,
      running: 1,
      pending: 18,
    })
  })

  it('lists tuning jobs that the plan no longer needs, and their trials nowhere', () => {
    const old = smallTuning('s-0', { trials: values(0.3, 0.5) })
    const other = smallTuning('elsewhere', { trials: values(0.9), experiment: 'another' })
    const plan = searchPlan([{ name: 's', arms: [smallArm('s', [])] }])
    const report = analyse(plan, [...old.records, ...other.records], { searches: [old.search, other.search] })
    expect(report.retiredSearches).toEqual([{ name: 's-0', status: 'completed', ref: 's', trials: 2, best: 0.5 }])
    expect(report.retired).toEqual([])
    expect(report.jobs).toEqual([])
  })

  it('does not depend on the order of the records', () => {
    const made = [
      smallTuning('s-1', { trials: values(0.1, 0.4) }),
      smallTuning('s-2', { trials: values(0.3), from: 500 }),
    ]
    const plan = searchPlan([{ name: 's', arms: [smallArm('s', ['s-1', 's-2'])] }])
    const searches = made.map(({ search }) => search)
    const records = made.flatMap((one) => one.records)
    expect(analyse(plan, [...records].reverse(), { searches: [...searches].reverse() })).toEqual(
      analyse(plan, records, { searches }),
    )
  })

  it('keeps definitions apart', () => {
    const { search, records } = smallTuning('s-1', {
      trials: [
        { value: 0.2, x: 0.1, definition: 'small' },
        { value: 0.4, x: 3, definition: 'large' },
      ],
    })
    const range = (max: number) => ({ x: { kind: 'continuous', min: 0, max, scale: 'linear' } }) as const
    const several: TuningRecord = {
      ...search,
      definitions: [
        { name: 'small', staticHyperparameters: {}, ranges: range(1) },
        { name: 'large', staticHyperparameters: {}, ranges: range(5) },
      ],
    }
    const definitions = ['small', 'large'].map((name, index) => ({
      ref: `s/${name}`,
      hyperparameters: {},
      ranges: range(index === 0 ? 1 : 5),
      unknown: [],
    }))
    const plan = searchPlan([{ name: 's', arms: [smallArm('s', ['s-1'], { definitions })] }])
    const [found] = analyse(plan, records, { searches: [several] }).searches
    expect(found?.definitions.map(({ ref, dimensions }) => [ref, dimensions[0]])).toEqual([
      ['s/small', { name: 'x', ...range(1).x }],
      ['s/large', { name: 'x', ...range(5).x }],
    ])
    expect(found?.definitions.map(({ importance }) => importance.trials)).toEqual([1, 1])
    expect(found?.trials.map(({ definition }) => definition)).toEqual(['small', 'large'])
  })
})
