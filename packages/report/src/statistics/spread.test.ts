/** SciPy and statsmodels are the judges: `fixtures/make_two_sources.py` asked them. */

import { readFileSync } from 'node:fs'

import { crossedDifference, unpairedDifference } from './crossed.js'
import { family } from './family.js'
import { halfWidth, intervalAround, pOf, type VarianceSource } from './spread.js'

interface Fixtures {
  crossed: {
    differences: number[][]
    mean: number
    seedVariance: number
    rowVariance: number
    half95: number
    half99: number
    p: number
  }[]
  families: { ps: number[]; adjusted: number[]; rejected: boolean[] }[]
}

const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/two-sources.json', import.meta.url), 'utf8'),
) as Fixtures

const relative = (actual: number, expected: number): number =>
  Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300)

describe('crossedDifference', () => {
  it.each(fixtures.crossed)('agrees with statsmodels and SciPy: p = $p', (one) => {
    const found = crossedDifference(one.differences)
    const [seeds, rows] = found.sources as [VarianceSource, VarianceSource]
    expect(relative(found.mean, one.mean)).toBeLessThan(1e-9)
    expect(relative(seeds.variance, one.seedVariance)).toBeLessThan(1e-8)
    if (one.rowVariance === 0) expect(rows.variance).toBe(0)
    else expect(relative(rows.variance, one.rowVariance)).toBeLessThan(1e-7)
    expect(relative(halfWidth(found.sources, 0.95), one.half95)).toBeLessThan(1e-8)
    expect(relative(halfWidth(found.sources, 0.99), one.half99)).toBeLessThan(1e-8)
    expect(relative(pOf(found.mean, found.sources), one.p)).toBeLessThan(1e-6)
  })

  it('has no variance of rows if each row differs by the same', () => {
    const found = crossedDifference([
      [0.1, 0.1, 0.1],
      [0.3, 0.3, 0.3],
    ])
    expect(found.sources.map(({ variance }) => variance)).toEqual([expect.closeTo(0.01, 12), 0])
  })

  it('takes one seed of a deterministic engine for all: rows alone vary', () => {
    const found = crossedDifference([[1, 2, 3, 4]])
    expect(found.sources).toEqual([{ of: 'rows', variance: expect.closeTo(5 / 3 / 4, 12), degreesOfFreedom: 3 }])
  })
})

describe('unpairedDifference', () => {
  it('adds the variance of each side’s repetitions and that of the rows', () => {
    const found = unpairedDifference(
      [
        [1, 2, 3],
        [2, 3, 4],
      ],
      [[0, 0, 3]],
    )
    expect(found.mean).toBeCloseTo(1.5, 12)
    expect(found.sources.map(({ of, degreesOfFreedom }) => [of, degreesOfFreedom])).toEqual([
      ['seeds', 1],
      ['rows', 2],
    ])
    expect(found.sources[0]?.variance).toBeCloseTo(0.5 / 2, 12)
  })
})

describe('pOf', () => {
  const sources: VarianceSource[] = [
    { of: 'seeds', variance: 1e-4, degreesOfFreedom: 4 },
    { of: 'rows', variance: 4e-4, degreesOfFreedom: 999 },
  ]

  it('is the level at which the interval ends at 0', () => {
    for (const difference of [0.001, 0.02, 0.05, 0.3, 1]) {
      const p = pOf(difference, sources)
      expect(intervalAround(difference, sources, 1 - p).low).toBeCloseTo(0, 9)
    }
  })

  it('is 1 for no difference, and 0 for any difference if nothing varies', () => {
    expect(pOf(0, sources)).toBe(1)
    expect(pOf(0, [])).toBe(1)
    expect(pOf(0.1, [{ of: 'seeds', variance: 0, degreesOfFreedom: 4 }])).toBe(0)
  })

  it('stays finite far out', () => {
    expect(pOf(1e6, sources)).toBeGreaterThanOrEqual(0)
    expect(pOf(1e6, sources)).toBeLessThan(1e-15)
  })
})

describe('family', () => {
  it.each(fixtures.families)('adjusts $ps as statsmodels does', ({ ps, adjusted, rejected }) => {
    const members = family(ps)
    members.forEach(({ adjustedP }, index) => expect(adjustedP).toBeCloseTo(adjusted[index] ?? 0, 12))
    expect(members.map((member) => member.rejected)).toEqual(rejected)
  })

  it('gives intervals that exclude 0 exactly if the test is rejected', () => {
    let state = 1
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
    for (let round = 0; round < 400; round++) {
      const tests = Array.from({ length: 1 + Math.floor(random() * 8) }, () => ({
        mean: (random() - 0.5) * 0.1,
        sources: [
          { of: 'seeds' as const, variance: random() * 1e-4, degreesOfFreedom: 4 },
          { of: 'rows' as const, variance: random() * 3e-4, degreesOfFreedom: 200 },
        ],
      }))
      const members = family(tests.map(({ mean, sources }) => pOf(mean, sources)))
      members.forEach(({ rejected, level }, index) => {
        const { mean, sources } = tests[index] as (typeof tests)[number]
        expect(halfWidth(sources, level) < Math.abs(mean)).toBe(rejected)
      })
    }
  })
})
