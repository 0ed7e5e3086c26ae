import type { Environment } from '@assay/core'

import { analyse } from '../analyse.js'
import type { Comparison } from '../report/report.js'
import { bySeed, smallPlan, type SmallObjective } from '../testing/small-plan.js'

const baseline = [0.91, 0.92, 0.9, 0.93, 0.915]

/** The comparison of one variant with the baseline of five seeds. */
function compared(seeds: Record<number, number | string>, options: SmallObjective = {}): Comparison | undefined {
  const { plan, records } = smallPlan(
    {
      baseline: { variants: { baseline: bySeed(baseline) } },
      changes: { of: 'baseline', variants: { change: seeds } },
    },
    options,
  )
  return analyse(plan, records).comparisons[0]?.rows[0]
}

const plus = (differences: readonly number[]): Record<number, number> =>
  bySeed(baseline.map((value, index) => value + (differences[index] ?? 0)))

describe('A comparison', () => {
  it('is better if the interval of paired differences lies above 0, even if seeds scatter more', () => {
    const found = compared(plus([0.01, 0.011, 0.009, 0.012, 0.008]))
    expect(found).toMatchObject({ verdict: 'better', method: 'paired', n: 5 })
    expect(found?.improvement).toBeCloseTo(0.01, 12)
    expect(found?.interval?.low).toBeCloseTo(0.01 - 2.7764451 * (0.0015811388 / Math.sqrt(5)), 8)
  })

  it('changes direction with the goal', () => {
    const found = compared(plus([0.01, 0.011, 0.009, 0.012, 0.008]), { goal: 'minimize' })
    expect(found?.verdict).toBe('worse')
    expect(found?.improvement).toBeCloseTo(-0.01, 12)
  })

  it('cannot tell if the interval contains 0', () => {
    expect(compared(plus([0.01, -0.02, 0.015, -0.01, 0.002]))?.verdict).toBe("can't tell")
  })

  it('is no difference if the interval lies within the smallest effect', () => {
    expect(compared(plus([0.001, 0.0011, 0.0009, 0.001, 0.001]), { minEffect: 0.003 })?.verdict).toBe('no difference')
  })

  it('is better if the interval excludes 0, however small the effect of interest', () => {
    expect(compared(plus([0.001, 0.005, 0.0018, 0.0015, 0.003]), { minEffect: 0.003 })?.verdict).toBe('better')
  })

  it('is better by at least the effect of interest if the interval lies above it', () => {
    expect(compared(plus([0.01, 0.011, 0.009, 0.012, 0.008]), { minEffect: 0.003 })?.verdict).toBe('better by at least')
    expect(compared(plus([-0.01, -0.011, -0.009, -0.012, -0.008]), { minEffect: 0.003 })?.verdict).toBe(
      'worse by at least',
    )
  })

  it('says what would decide: seeds with an effect of interest, otherwise what these seeds would have found', () => {
    const unsure = plus([0.01, -0.02, 0.015, -0.01, 0.002])
    const needed = compared(unsure, { minEffect: 0.003 })?.needed
    expect(needed?.kind).toBe('seeds')
    expect(needed?.kind === 'seeds' && needed.seeds).toBeGreaterThan(100)
    expect(compared(unsure)?.detectable).toBeGreaterThan(0.01)
    expect(compared(plus([10, -20, 15, -10, 2]), { minEffect: 0.001 })?.needed).toEqual({ kind: 'too many seeds' })
  })

  it('gives no verdict on the rows that chose the epoch', () => {
    const change = plus([0.01, 0.011, 0.009, 0.012, 0.008])
    const stages = {
      baseline: { variants: { baseline: bySeed(baseline) } },
      changes: { of: 'baseline', variants: { change } },
    }
    const { plan, records } = smallPlan(stages)
    const objective = { ...plan.experiment.objective, at: 'best' as const }
    const best = { ...plan, experiment: { ...plan.experiment, objective } }
    const found = analyse(best, records).comparisons[0]?.rows[0]
    expect(found?.verdict).toBe("can't tell")
    expect(found?.notes.join(' ')).toContain('the rows that chose the epoch')
    const tested = records.map((record) => ({
      ...record,
      metrics: { ...record.metrics, test_accuracy: record.metrics['val_accuracy'] ?? 0 },
    }))
    expect(analyse(best, tested).comparisons[0]?.rows[0]).toMatchObject({
      verdict: 'better',
      judgedOn: { part: 'test' },
    })
  })

  it('gives no "better" to a variant that failed on some seeds for reasons of its own', () => {
    const failing = { ...plus([0.01, 0.011, 0.009, 0.012, 0.008]), 6: 'The loss is NaN at epoch 3.' }
    expect(compared(failing)).toMatchObject({ verdict: "can't tell" })
    expect(compared(failing)?.notes.join(' ')).toContain('they may be the worst ones')
    expect(compared(failing)).not.toHaveProperty('detectable')
    const lost = { ...plus([0.01, 0.011, 0.009, 0.012, 0.008]), 6: 'InternalServerError: the instance was lost' }
    expect(compared(lost)?.verdict).toBe('better')
  })

  it('has too few seeds below five pairs, but still shows the figures', () => {
    expect(compared(bySeed([0.95, 0.96, 0.94, 0.97]))).toMatchObject({ verdict: 'too few seeds', n: 4, p: 0 })
    const one = compared({ 1: 0.95 })
    expect(one).toMatchObject({ verdict: 'too few seeds', n: 1 })
    expect(one?.improvement).toBeCloseTo(0.04, 12)
    expect(one).not.toHaveProperty('interval')
  })

  it('leaves out seeds that failed and says so', () => {
    const found = compared({ ...plus([0.01, 0.011, 0.009, 0.012, 0.008]), 3: 'The loss is NaN.' })
    expect(found).toMatchObject({ verdict: 'too few seeds', n: 4 })
    expect(found?.notes).toContain('Seed 3 of change is left out: it failed.')
    expect(found?.pairs.map(({ seed }) => seed)).toEqual([1, 2, 4, 5])
  })

  it('has no result if every seed failed', () => {
    expect(compared({ 1: 'x', 2: 'y' })).toMatchObject({ verdict: 'no result', method: 'none', n: 0, pairs: [] })
  })

  it('takes seeds that cannot differ for no evidence, however many', () => {
    const found = compared(plus([0.01, 0.01, 0.01, 0.01, 0.01]))
    expect(found?.verdict).toBe("can't tell")
    expect(found?.notes.join(' ')).toContain('Nothing varies between these seeds and rows')
    expect(compared(plus([0, 0, 0, 0, 0]))).toMatchObject({ verdict: 'no difference', p: 1 })
  })

  it('compares unpaired if no seed is common, and says so', () => {
    const found = compared(bySeed([0.95, 0.96, 0.94, 0.97, 0.955], 11))
    expect(found).toMatchObject({ method: 'welch', n: 5, verdict: 'better' })
    expect(found?.notes.join()).toContain('unpaired')
  })

  it('recognizes a variant with the baseline’s jobs', () => {
    const { plan, records } = smallPlan({
      baseline: { variants: { baseline: bySeed(baseline) } },
      sizes: { of: 'baseline', variants: { 'sizes/depth=1': bySeed(baseline.slice(0, 3)) } },
    })
    const [first, second] = plan.stages
    const runs = first?.variants[0]?.runs.slice(0, 3) ?? []
    const shared = {
      ...plan,
      stages: [first, { ...second, variants: second?.variants.map((one) => ({ ...one, runs })) }],
    }
    const report = analyse(shared as typeof plan, records)
    expect(report.comparisons[0]?.rows[0]?.verdict).toBe('same jobs')
    expect(report.comparisons[0]?.family).toBe(0)
    expect(report.leaderboard.find(({ ref }) => ref === 'sizes/depth=1')?.sameJobsAs).toEqual(['baseline'])
  })
})

describe('A comparison of jobs that were validated on other rows', () => {
  const { plan, records } = smallPlan({
    baseline: { variants: { baseline: bySeed(baseline) } },
    changes: { of: 'baseline', variants: { change: plus([0.01, 0.011, 0.009, 0.012, 0.008]) } },
  })
  const report = (digestOf: (name: string) => string | undefined) =>
    analyse(
      plan,
      records.map((record) => {
        const environment = { validationDigest: digestOf(record.name) } as Environment
        return { ...record, artefact: { environment } }
      }),
    )

  it('is noted, also in the answer', () => {
    const { answer, comparisons } = report((name) => (name.includes('change') ? 'b' : 'a'))
    expect(comparisons[0]?.rows[0]?.verdict).toBe('not comparable')
    expect(comparisons[0]?.rows[0]?.notes).toContain(
      'It was judged on other rows than baseline: the difference may come from the rows, not from the change.',
    )
    expect(answer.join('\n')).toContain('change can’t be compared with baseline: the rows or the unit')
  })

  it('adds no note if the rows are the same or unknown', () => {
    const unknown = report((name) => (name.includes('change') ? 'b' : undefined))
    for (const { answer, comparisons } of [report(() => 'a'), unknown]) {
      expect(comparisons[0]?.rows[0]?.verdict).toBe('better')
      expect(answer.join('\n')).not.toContain('other rows')
    }
  })
})

describe('The comparisons of a stage', () => {
  it('share the chance of a false verdict by Holm’s method', () => {
    const nearly = plus([0.01, 0.004, 0.003, 0.008, 0.001])
    const stage = (variants: Record<string, Record<number, number>>): Comparison[] => {
      const { plan, records } = smallPlan({
        baseline: { variants: { baseline: bySeed(baseline) } },
        changes: { of: 'baseline', variants },
      })
      return [...(analyse(plan, records).comparisons[0]?.rows ?? [])]
    }
    const [alone] = stage({ a: nearly })
    expect(alone?.p).toBeLessThan(0.05)
    expect(alone).toMatchObject({ verdict: 'better', adjustedP: alone?.p })
    const [among] = stage({ a: nearly, b: nearly, c: nearly })
    expect(among?.adjustedP).toBeCloseTo(3 * (alone?.p ?? 0), 12)
    expect(among?.verdict).toBe("can't tell")
    expect(among?.unadjusted?.low).toBeGreaterThan(0)
    expect(among?.interval?.low).toBeLessThan(0)
  })
})
