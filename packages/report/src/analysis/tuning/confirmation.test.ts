import type { PlannedArm } from '@assay/core'

import { analyse } from '../../analyse.js'
import type { Report } from '../../report/report.js'
import { searchPlan, smallArm, smallTuning, trained, type SmallTrial } from '../../testing/small-search.js'

interface Case {
  readonly trials: readonly SmallTrial[]
  readonly baseline?: readonly number[]
  /** By ref: the trial's number, and the objective of each fresh seed. */
  readonly confirmed?: Readonly<Record<string, readonly [number, readonly number[]]>>
  readonly arm?: Partial<PlannedArm>
  readonly goal?: 'maximize' | 'minimize'
  /** Whether jobs have test rows, which then judge. */
  readonly tested?: boolean
}

const base = [0.8, 0.81, 0.79, 0.82, 0.78]

function reportOf({ trials, baseline = base, confirmed = {}, arm, goal = 'maximize', tested = true }: Case): Report {
  const { search, records } = smallTuning('s-1', { trials, goal })
  const first = trained('baseline', baseline)
  const models = Object.entries(confirmed).map(([ref, [trial, objectives]]) =>
    trained(ref, objectives, { repeats: { trial: `s-1-00${trial}` } }),
  )
  const plan = searchPlan(
    [
      { name: 'baseline', kind: 'train', variants: [first.variant] },
      {
        name: 's',
        of: 'baseline',
        variants: models.map(({ variant }) => variant),
        arms: [smallArm('s', ['s-1'], { confirm: models.length, ...arm })],
      },
    ],
    { goal },
  )
  const all = [...records, ...first.records, ...models.flatMap((one) => one.records)].map((record) => {
    const { test_accuracy: _test, ...validated } = record.metrics
    return tested ? record : { ...record, metrics: validated }
  })
  return analyse(plan, all, { searches: [search] })
}

const plus = (by: number, values: readonly number[]): number[] =>
  values.map((value, index) => value + by + index / 1000)

const trials: SmallTrial[] = [
  { value: 0.85, x: 0.1 },
  { value: 0.9, x: 0.2 },
  { value: 0.7, x: 0.3 },
]

describe('Confirmation', () => {
  it('finds the trial that each confirmed one repeats, and computes its optimism', () => {
    const report = reportOf({
      trials,
      confirmed: { 's/top-1': [2, plus(0.02, base)], 's/top-2': [1, plus(0.04, base)] },
    })
    const found = report.searches[0]?.confirmation
    expect(found?.rows.map(({ ref, trial, tuningScore, seeds }) => [ref, trial, tuningScore, seeds])).toEqual([
      ['s/top-1', 2, 0.9, 5],
      ['s/top-2', 1, 0.85, 5],
    ])
    expect(found?.rows[0]?.confirmed).toBeCloseTo(0.822, 9)
    expect(found?.rows[0]?.optimism).toBeCloseTo(0.078, 9)
    expect(found).toMatchObject({ best: 's/top-2', of: 'baseline', verdict: 'better' })
    expect(found?.notes.join(' ')).toContain('winner’s curse')
  })

  it('turns optimism around if less is better', () => {
    const report = reportOf({
      trials: [{ value: 0.1, x: 0.1 }],
      confirmed: { 's/top-1': [1, [0.3, 0.3, 0.32, 0.28, 0.3]] },
      goal: 'minimize',
    })
    expect(report.searches[0]?.confirmation.rows[0]?.optimism).toBeCloseTo(0.2, 9)
    expect(report.searches[0]?.confirmation.verdict).toBe('better')
  })

  it.each([
    ['better', 0.04, 'Does tuning help? Yes: s/top-1, the best confirmed trial of s, is better than baseline by'],
    ['worse', -0.04, 'Does tuning help? No: even s/top-1'],
    ["can't tell", -0.002, 'Does tuning help? It can’t be told: s/top-1'],
  ])('answers when it is %s', (verdict, by, words) => {
    const report = reportOf({ trials, confirmed: { 's/top-1': [2, plus(by, base)] } })
    expect(report.searches[0]?.confirmation.verdict).toBe(verdict)
    expect(report.answer.join('\n')).toContain(words)
  })

  it('names the training definition of the best confirmed trial', () => {
    const both = trials.map((trial, index) => ({ ...trial, definition: index === 1 ? 'deep' : 'plain' }))
    const definitions = ['plain', 'deep'].map((name) => ({
      ref: `s/${name}`,
      hyperparameters: {},
      ranges: {},
      unknown: [],
    }))
    const report = reportOf({ trials: both, confirmed: { 's/top-1': [2, plus(0.04, base)] }, arm: { definitions } })
    expect(report.searches[0]?.confirmation.rows[0]).toMatchObject({ trial: 2, definition: 'deep' })
    expect(report.answer.join('\n')).toContain('Yes: s/top-1 (of the definition deep), the best confirmed trial of s,')
  })

  it('gives no verdict on too few seeds', () => {
    const report = reportOf({ trials, confirmed: { 's/top-1': [2, [0.9, 0.9, 0.91]] } })
    expect(report.answer.join('\n')).toContain('too few fresh seeds for a verdict against baseline')
  })

  it('says whether confirmation is still to come', () => {
    const answer = (status: 'Completed' | 'Stopped', confirmed: Case['confirmed'], cut = false): string => {
      const { search, records } = smallTuning('s-1', { trials, status })
      const models = Object.entries(confirmed ?? {}).map(([ref, [trial, objectives]]) =>
        trained(ref, objectives, { repeats: { trial: `s-1-00${trial}` } }),
      )
      const stage = {
        name: 's',
        variants: models.map(({ variant }) => variant),
        arms: [smallArm('s', ['s-1'], { confirm: 1 })],
      }
      const jobs = models
        .flatMap((one) => one.records)
        .map((record) => ({ ...record, status: 'Stopped', metrics: {} }) as const)
      return analyse(searchPlan([stage]), [...records, ...(cut ? [] : jobs)], { searches: [search] }).answer.join(' ')
    }
    const confirmed = { 's/top-1': [2, base] } as const
    expect(answer('Completed', {})).toContain('Its confirmation is still to come.')
    expect(answer('Completed', confirmed, true)).toContain('Its confirmation is still to come.')
    expect(answer('Stopped', {})).toContain('It has not been confirmed, for s ended before its last trial.')
    expect(answer('Completed', confirmed)).toContain('Its confirmation ended without a result.')
  })

  it('does not accept a tuning score as an answer', () => {
    const report = reportOf({ trials })
    expect(report.searches[0]?.confirmation).toMatchObject({ verdict: 'no result', rows: [] })
    expect(report.answer.join('\n')).toMatch(/best tuning score of s is 0\.9\d* .* does not tell whether tuning helps/)
  })

  it('distinguishes a score within one seed’s spread from one beyond it', () => {
    const spread = [0.8, 0.84, 0.76, 0.82, 0.78]
    const of = (value: number, tested = false): Report =>
      reportOf({ trials: [{ value, x: 0.1 }], confirmed: { 's/top-1': [1, spread] }, tested })
    const within = of(0.85)
    expect(within.answer.join('\n')).toContain('no more than one seed differs by chance')
    const beyond = of(0.95)
    expect(beyond.answer.join('\n')).toContain('more than one seed would differ by chance')
    expect(of(0.95, true).answer.join('\n')).toContain('on the validation rows; the test rows gave')
  })

  it.each([
    [[], 'No trial of s has completed yet.'],
    [[{ value: 'failed' as const }, { value: 'failed' as const }], 'All 2 trials of s failed.'],
  ])('says so before any trial has completed', (all, words) => {
    expect(reportOf({ trials: all }).answer.join('\n')).toContain(words)
  })
})
