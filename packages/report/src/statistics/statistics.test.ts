/** SciPy and statsmodels are the judges: `fixtures/make_fixtures.py` asked them. */

import { readFileSync } from 'node:fs'

import { family } from './family.js'
import { intervalAround, pOf } from './spread.js'
import { estimate, mean, oneMore, standardDeviation, type Interval } from './statistics.js'

interface Fixtures {
  estimates: { values: number[]; mean: number; sd: number; interval: Interval }[]
  paired: { differences: number[]; mean: number; interval: Interval; p: number; df: number }[]
  welch: { a: number[]; b: number[]; mean: number; interval: Interval; p: number; df: number }[]
  holm: { ps: number[]; adjusted: number[] }[]
  one_more: { values: number[]; half: number }[]
}

const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/statistics.json', import.meta.url), 'utf8'),
) as Fixtures

/** Close relative to a scale: the spread that the figure comes from. */
function expectClose(actual: number | undefined, expected: number, scale = Math.abs(expected)): void {
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * (scale || 1))
}

describe('estimate', () => {
  it.each(fixtures.estimates)(
    'agrees with SciPy on mean, deviation and interval of $values.length values',
    (expected) => {
      const found = estimate(expected.values)
      expectClose(found?.mean, expected.mean)
      // Values around 1e6 that differ in the seventh digit keep nine digits of their spread.
      expect(found?.sd).toBeCloseTo(expected.sd, 9)
      expectClose(found?.interval?.low, expected.interval.low)
      expectClose(found?.interval?.high, expected.interval.high)
    },
  )

  it('returns no deviation and no interval for one value, and undefined for none', () => {
    expect(estimate([0.5])).toEqual({ n: 1, mean: 0.5 })
    expect(estimate([])).toBeUndefined()
  })

  it('returns an interval of no width for equal values', () => {
    expect(estimate([0.1, 0.1, 0.1])).toMatchObject({ sd: 0, interval: { low: 0.1, high: 0.1 } })
  })
})

describe('standardDeviation', () => {
  it('treats rounding errors of equal decimals as 0', () => {
    const differences = [0.92 - 0.91, 0.03 - 0.02, 0.13 - 0.12]
    expect(new Set(differences).size).toBeGreaterThan(1)
    expect(standardDeviation(differences, 0.92)).toBe(0)
  })

  it('keeps a small spread that is real', () => {
    expect(standardDeviation([1e-6, 2e-6, 3e-6])).toBeCloseTo(1e-6, 12)
  })
})

describe('one source of variance', () => {
  it.each(fixtures.paired)('gives SciPy’s ttest_rel on $differences.length pairs, p = $p', (expected) => {
    const n = expected.differences.length
    const variance = standardDeviation(expected.differences) ** 2 / n
    const sources = [{ of: 'seeds' as const, variance, degreesOfFreedom: n - 1 }]
    const difference = mean(expected.differences)
    const scale = expected.interval.high - expected.interval.low
    expectClose(difference, expected.mean, scale)
    expectClose(intervalAround(difference, sources, 0.95).low, expected.interval.low, scale)
    expectClose(intervalAround(difference, sources, 0.95).high, expected.interval.high, scale)
    expectClose(pOf(difference, sources), expected.p)
  })
})

describe('two sides without a common seed', () => {
  it.each(fixtures.welch)('are never told more easily than by SciPy’s ttest_ind, p = $p', ({ a, b, mean: of, p }) => {
    const sources = [a, b].map((values) => ({
      of: 'seeds' as const,
      variance: standardDeviation(values) ** 2 / values.length,
      degreesOfFreedom: values.length - 1,
    }))
    expectClose(mean(a) - mean(b), of, Math.abs(of) + 1)
    expect(pOf(mean(a) - mean(b), sources)).toBeGreaterThanOrEqual(p * (1 - 1e-9))
  })
})

describe('family', () => {
  it.each(fixtures.holm)('adjusts $ps as statsmodels does', ({ ps, adjusted }) => {
    const found = family(ps)
    adjusted.forEach((p, index) => expectClose(found[index]?.adjustedP, p))
  })
})

describe('oneMore', () => {
  it.each(fixtures.one_more)(
    'agrees with SciPy’s prediction interval after $values.length values',
    ({ values, half }) => {
      expectClose(oneMore(values), half)
    },
  )

  it('needs two values', () => {
    expect(oneMore([1])).toBeUndefined()
  })
})
