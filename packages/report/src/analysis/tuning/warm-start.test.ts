import type { PlannedArm, PlannedVariant, TuningRecord } from '@assay/core'
import fc from 'fast-check'

import { analyse } from '../../analyse.js'
import type { Report } from '../../report/report.js'
import type { WarmStartAnalysis } from '../../report/warm-start-report.js'
import { searchPlan, smallArm, smallTuning, trained, type SmallTrial } from '../../testing/small-search.js'

const prices = { currency: 'USD', perInstanceHour: { 'ml.m5.large': 60 } } // A dollar a minute.

interface Pair {
  readonly parent?: readonly number[]
  readonly child: readonly SmallTrial[]
  readonly cold?: readonly SmallTrial[]
  readonly goal?: 'maximize' | 'minimize'
  readonly confirmed?: Readonly<Record<string, readonly number[]>>
  readonly arm?: Partial<PlannedArm>
}

/** Returns the report of a child `fine` of `coarse`, and its cold control; every trial takes a minute. */
function reportOf({ parent = [0.5, 0.6], child, cold, goal = 'maximize', confirmed = {}, arm }: Pair): Report {
  const made = [
    smallTuning('coarse-1', { trials: parent.map((value) => ({ value })), goal }),
    smallTuning('fine-1', { trials: child, from: 1000, goal }),
    ...(cold ? [smallTuning('cold-1', { trials: cold, from: 1000, goal })] : []),
  ]
  const models = Object.entries(confirmed).map(([ref, objectives]) => trained(ref, objectives))
  const parents = { parents: ['coarse-1'], parentRefs: ['coarse'], warmStart: 'identical' as const }
  const plan = searchPlan(
    [
      { name: 'coarse', arms: [smallArm('coarse', ['coarse-1'])] },
      {
        name: 'fine',
        variants: models.map(({ variant }): PlannedVariant => variant),
        arms: [
          smallArm('fine', ['fine-1'], { ...parents, ...arm }),
          ...(cold ? [smallArm('fine/cold', ['cold-1'])] : []),
        ],
      },
    ],
    { goal },
  )
  return analyse(
    plan,
    [...made, ...models].flatMap(({ records }) => records),
    {
      searches: made.map(({ search }): TuningRecord => search),
      prices,
    },
  )
}

function warmOf(pair: Pair): WarmStartAnalysis {
  const [warm] = reportOf(pair).warmStarts
  if (warm === undefined) throw new Error('Nothing was warm-started.')
  return warm
}

const trials = (...values: number[]): SmallTrial[] => values.map((value) => ({ value }))
const minutes = (n: number): object => ({
  trials: n,
  wallSeconds: 60 * n,
  trainingSeconds: 60 * n,
  billableSeconds: 60 * n,
  cost: { amount: expect.closeTo(n, 9) as number, currency: 'USD' },
})

describe('A warm start', () => {
  it('is compared with its parents, in the goal’s direction', () => {
    expect(warmOf({ child: trials(0.7, 0.65) })).toMatchObject({
      parentsBest: 0.6,
      childBest: 0.7,
      verdict: 'descriptive only',
    })
    expect(warmOf({ child: trials(0.7, 0.65) }).improvement).toBeCloseTo(0.1, 12)
    expect(warmOf({ child: trials(0.7, 0.55), goal: 'minimize' }).improvement).toBeCloseTo(-0.05, 12)
  })

  it('reports the spending of child and cold control until one was as good as the other', () => {
    const { cold } = warmOf({ child: trials(0.7, 0.9, 0.95), cold: trials(0.2, 0.6, 0.5, 0.85, 0.1) })
    expect(cold).toMatchObject({
      best: 0.85,
      coldReachedOwn: minutes(4),
      childReachedCold: minutes(2),
      saved: minutes(2),
      childReachedOwn: minutes(3),
    })
    expect(cold?.coldReachedChild).toBeUndefined()
  })

  it('reports savings with and without the parents’ trials', () => {
    const { cold, parentsSpent } = warmOf({ parent: [0.1, 0.2, 0.3], child: trials(0.9), cold: trials(0.5, 0.6) })
    expect(parentsSpent).toMatchObject(minutes(3))
    expect(cold?.saved).toEqual(minutes(1))
    expect(cold?.savedWithParents).toEqual(minutes(-2))
  })

  it('reports if the child never was as good, and the cold search’s saving', () => {
    const report = reportOf({ child: trials(0.4, 0.5), cold: trials(0.3, 0.5, 0.8) })
    const cold = report.warmStarts[0]?.cold
    expect(cold?.saved).toBeUndefined()
    expect(cold).toMatchObject({ coldReachedChild: minutes(2), childReachedOwn: minutes(2) })
    expect(report.answer.join(' ')).toContain('fine never reached the cold search’s best.')
  })

  it('leaves failed and stopped trials out of the level, but not of the cost', () => {
    const { cold } = warmOf({
      child: [{ value: 'failed' }, { value: 0.99, early: true }, { value: 0.8 }],
      cold: trials(0.7),
    })
    expect(cold).toMatchObject({ childReachedCold: minutes(3), saved: minutes(-2) })
  })

  it('takes the area over the trials that both have', () => {
    const { cold } = warmOf({ child: [{ value: 'failed' }, ...trials(0.5, 0.9)], cold: trials(0.3, 0.4, 0.2, 0.95) })
    // Trials 2 and 3: best so far 0.5, 0.9 against 0.4, 0.4.
    expect(cold?.area).toMatchObject({ fromTrial: 2, toTrial: 3, child: 0.7, cold: 0.4 })
    expect(cold?.area?.improvement).toBeCloseTo(0.3, 12)
  })

  it('compares the first confirmed trial of each on the same seeds', () => {
    const { cold } = warmOf({
      child: trials(0.9),
      cold: trials(0.8),
      confirmed: {
        'fine/top-1': [0.9, 0.91, 0.92, 0.93, 0.94],
        'fine/top-2': [0.99, 0.99, 0.99, 0.99, 0.99],
        'fine/cold/top-1': [0.88, 0.9, 0.89, 0.91, 0.91],
      },
    })
    expect(cold?.confirmed).toMatchObject({ ref: 'fine/top-1', of: 'fine/cold/top-1', n: 5, verdict: 'better' })
    expect(cold?.confirmed?.improvement).toBeCloseTo(0.022, 9)
  })

  it('reports too few seeds in the answer as in the tables', () => {
    const confirmed = { 'fine/top-1': [0.9, 0.91, 0.92], 'fine/cold/top-1': [0.88, 0.9, 0.89] }
    const report = reportOf({ child: trials(0.9), cold: trials(0.8), confirmed })
    expect(report.warmStarts[0]?.cold?.confirmed?.verdict).toBe('too few seeds')
    expect(report.answer.join(' ')).toContain(
      'fine/top-1 and fine/cold/top-1 have too few seeds in common for a verdict, which takes 5 (+0.020)',
    )
  })

  it('reports equal spending as equal', () => {
    const words = (child: SmallTrial[]) => reportOf({ child, cold: trials(0.1, 0.9) }).answer.join(' ')
    expect(words(trials(0.2, 0.9))).toContain(
      'reached after 2 trials (2 min and 2.00 USD): as many trials, as much time, as much money',
    )
    expect(words([{ value: 0.2 }, { value: 0.9, seconds: 60.3 }])).toContain(': as many trials, as much time, ')
    expect(words(trials(0.9))).toContain(': 1 trial saved, 1 min saved, 1.00 USD saved')
  })

  it('never decides by one pair, and says how to decide', () => {
    const report = reportOf({ child: trials(0.9), cold: trials(0.1) })
    expect(report.warmStarts[0]?.verdict).toBe('descriptive only')
    expect(report.answer.join(' ')).toContain('One pair cannot decide: descriptive only.')
    expect(report.answer.join(' ')).not.toMatch(/significant/)
    expect(report.warmStarts[0]?.notes.join(' ')).toContain('“search_seed”')
    expect(warmOf({ child: trials(0.9) }).notes.join(' ')).toContain('control: cold')
    expect(warmOf({ child: trials(0.9), arm: { warmStart: 'transfer' } }).notes.join(' ')).toContain(
      'need not be comparable',
    )
  })

  it('marks a missing parent as unknown', () => {
    const report = reportOf({ child: trials(0.9), arm: { parents: ['coarse-1', 'gone'] } })
    expect(report.searches[1]?.parents.map(({ tuningJob, ref, known }) => [tuningJob, ref, known])).toEqual([
      ['coarse-1', 'coarse', true],
      ['gone', undefined, false],
    ])
    expect(report.warmStarts[0]?.notes.join(' ')).toContain('Nothing is known of gone.')
  })

  it('mirrors its figures if child and cold control change places, or if the goal changes', () => {
    const some = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 6 })
    const mirror = (values: readonly number[]): number[] => values.map((value) => -value)
    fc.assert(
      fc.property(some, some, (a, b) => {
        const one = warmOf({ child: trials(...a), cold: trials(...b) })
        const other = warmOf({ child: trials(...b), cold: trials(...a) })
        const turned = warmOf({
          child: trials(...mirror(a)),
          cold: trials(...mirror(b)),
          parent: [-0.5, -0.6],
          goal: 'minimize',
        })
        expect(one.cold?.improvement).toBeCloseTo(-(other.cold?.improvement ?? 0), 9)
        expect(one.cold?.childReachedCold).toEqual(other.cold?.coldReachedChild)
        expect(turned.cold?.improvement).toBeCloseTo(one.cold?.improvement ?? 0, 9)
        expect(turned.cold?.saved).toEqual(one.cold?.saved)
        expect(turned.improvement).toBeCloseTo(one.improvement ?? 0, 9)
      }),
      { numRuns: 40 },
    )
  })
})
