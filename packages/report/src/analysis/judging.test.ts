import { normal } from '../testing/random.js'
import { bySeed, smallPlan } from '../testing/small-plan.js'
import type { JudgedRows, RowsByJob } from '../records/judged-rows.js'
import { analyse } from '../analyse.js'
import type { Comparison } from '../report/report.js'

const rowCount = 400

interface Simulated {
  /** Standard deviations of a seed's, a row's and the rest's effect on the difference. */
  readonly seed: number
  readonly row: number
  readonly rest: number
  readonly shift?: number
}

/** One variant beside the baseline on `seeds` seeds, each with predictions on the same test rows. */
function simulated(random: () => number, { seed, row, rest, shift = 0 }: Simulated, seeds = 5): Comparison | undefined {
  const rows = new Map<string, JudgedRows>()
  const rowEffects = Array.from({ length: rowCount }, () => row * random())
  const means = (ref: string, add: (index: number) => number): Record<number, number> =>
    bySeed(
      Array.from({ length: seeds }, (_, index) => {
        const values = Float64Array.from({ length: rowCount }, () => add(index))
        rowEffects.forEach(
          (effect, at) => (values[at] = (values[at] ?? 0) + (ref === 'change' ? effect : 0) + rest * random()),
        )
        rows.set(`small-${ref}-${index + 1}`, { part: 'test', digest: 'd', statistic: 'mean', values })
        return values.reduce((sum, value) => sum + value, 0) / rowCount
      }),
    )
  const seedEffects = Array.from({ length: seeds }, () => seed * random())
  const { plan, records } = smallPlan({
    baseline: { variants: { baseline: means('baseline', () => 0.5) } },
    changes: {
      of: 'baseline',
      variants: { change: means('change', (index) => 0.5 + shift + (seedEffects[index] ?? 0)) },
    },
  })
  return analyse(plan, records, { rows }).comparisons[0]?.rows[0]
}

describe('judging by predictions', () => {
  it('prints both sources of variance, which add up to the interval', () => {
    const found = simulated(normal(3), { seed: 0.01, row: 0.2, rest: 0.1 })
    const half = ((found?.interval?.high ?? 0) - (found?.interval?.low ?? 0)) / 2
    expect(found?.judgedOn).toEqual({ part: 'test', rows: rowCount })
    expect(half ** 2).toBeCloseTo((found?.spread?.seeds ?? 0) ** 2 + (found?.spread?.rows ?? 0) ** 2, 12)
  })

  it('keeps its promise if rows vary as much as seeds, where seeds alone would not', () => {
    const random = normal(11)
    const rounds = 300
    let [both, seedsAlone] = [0, 0]
    for (let round = 0; round < rounds; round++) {
      const found = simulated(random, { seed: 0.01, row: 0.4, rest: 0.05 })
      both += Number(found?.verdict === 'better' || found?.verdict === 'worse')
      const half = found?.spread?.seeds ?? 0
      seedsAlone += Number(Math.abs(found?.improvement ?? 0) > half)
    }
    expect(both / rounds).toBeLessThan(0.05 + 0.035)
    expect(seedsAlone / rounds).toBeGreaterThan(0.3)
  })

  it('tells a difference that is there', () => {
    expect(simulated(normal(5), { seed: 0.005, row: 0.05, rest: 0.05, shift: 0.05 })?.verdict).toBe('better')
  })

  it('judges a deterministic pair by its rows, with any number of seeds', () => {
    const rows: RowsByJob = new Map(
      ['baseline', 'change'].flatMap((ref) =>
        [1, 2].map((seed) => [
          `small-${ref}-${seed}`,
          {
            part: 'test' as const,
            digest: 'd',
            statistic: 'mean' as const,
            values: Float64Array.from({ length: 100 }, (_, row) => Number(ref === 'change' || row % 3 > 0)),
          },
        ]),
      ),
    )
    const { plan, records } = smallPlan({
      baseline: { variants: { baseline: bySeed([0.66, 0.66]) } },
      changes: { of: 'baseline', variants: { change: bySeed([1, 1]) } },
    })
    const found = analyse(plan, records, { rows }).comparisons[0]?.rows[0]
    expect(found).toMatchObject({ verdict: 'better', n: 2, spread: { seeds: 0 } })
    expect(found?.notes.join(' ')).toContain('the interval is that of the rows alone')
  })

  it('takes equal figures from different rows for no agreement of the seeds', () => {
    const rows: RowsByJob = new Map(
      ['baseline', 'change'].flatMap((ref) =>
        [1, 2].map((seed) => {
          const wrong = ref === 'baseline' ? [seed, seed + 2] : [seed + 4]
          const values = Float64Array.from({ length: 10 }, (_, row) => Number(!wrong.includes(row)))
          return [`small-${ref}-${seed}`, { part: 'test' as const, digest: 'd', statistic: 'mean' as const, values }]
        }),
      ),
    )
    const { plan, records } = smallPlan({
      baseline: { variants: { baseline: bySeed([0.8, 0.8]) } },
      changes: { of: 'baseline', variants: { change: bySeed([0.9, 0.9]) } },
    })
    const report = analyse(plan, records, { rows })
    expect(report.comparisons[0]?.rows[0]?.verdict).toBe('too few seeds')
    expect(report.contenders).toEqual([])
  })

  it('gives no verdict if the metric has no value on some draws of the rows', () => {
    const values = [0.1, 0.2, 0.1, 0.3]
    const rows = new Map<string, JudgedRows>()
    for (const seed of [1, 2, 3, 4, 5])
      for (const ref of ['baseline', 'change'])
        rows.set(`small-${ref}-${seed}`, {
          part: 'test',
          digest: 'd',
          statistic: 'r2',
          labels: [0, 0, 0, 1],
          values: values.map((value) => value + (ref === 'change' ? 0.01 * seed : 0)),
        })
    const { plan, records } = smallPlan({
      baseline: { variants: { baseline: bySeed([0.1, 0.2, 0.3, 0.4, 0.5]) } },
      changes: { of: 'baseline', variants: { change: bySeed([0.2, 0.3, 0.4, 0.5, 0.6]) } },
    })
    const found = analyse(plan, records, { rows }).comparisons[0]?.rows[0]
    expect(found?.verdict).toBe("can't tell")
    expect(JSON.stringify(found)).not.toMatch(/null|NaN/)
  })

  it('does not compare jobs whose predictions are of other rows', () => {
    const { plan, records } = smallPlan({
      baseline: { variants: { baseline: bySeed([0.5, 0.5, 0.5, 0.5, 0.5]) } },
      changes: { of: 'baseline', variants: { change: bySeed([0.6, 0.6, 0.7, 0.6, 0.6]) } },
    })
    const rows: RowsByJob = new Map(
      records.map(({ name }) => [
        name,
        { part: 'test', digest: name.includes('change') ? 'a' : 'b', statistic: 'mean', values: [0, 1, 1] },
      ]),
    )
    expect(analyse(plan, records, { rows }).comparisons[0]?.rows[0]?.verdict).toBe('not comparable')
  })

  it('resamples rows for a metric that is no mean over them', () => {
    const random = normal(9)
    const labels = Float64Array.from({ length: 200 }, () => random())
    const rows = new Map<string, JudgedRows>()
    const errors = (size: number): Float64Array => Float64Array.from({ length: 200 }, () => (size * random()) ** 2)
    const common = { part: 'test', digest: 'd', statistic: 'r2', labels } as const
    for (const seed of [1, 2, 3, 4, 5]) {
      rows.set(`small-baseline-${seed}`, { ...common, values: errors(0.6) })
      rows.set(`small-change-${seed}`, { ...common, values: errors(0.3) })
    }
    const { plan, records } = smallPlan({
      baseline: { variants: { baseline: bySeed([0.6, 0.6, 0.6, 0.6, 0.6]) } },
      changes: { of: 'baseline', variants: { change: bySeed([0.9, 0.9, 0.9, 0.9, 0.9]) } },
    })
    const found = analyse(plan, records, { rows }).comparisons[0]?.rows[0]
    expect(found?.verdict).toBe('better')
    expect(found?.improvement).toBeGreaterThan(0.2)
    expect(found?.spread?.rows).toBeGreaterThan(0)
  })
})
