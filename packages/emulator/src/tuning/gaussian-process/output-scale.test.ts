import { normalized } from './output-scale.js'

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('normalized', () => {
  it('gives mean 0 and variance 1, in the same order, and pulls in a long tail', () => {
    const losses = [0.1, 0.11, 0.12, 0.13, 0.15, 0.2, 0.3, 90]
    const y = [...normalized([losses])]
    expect(mean(y)).toBeCloseTo(0, 9)
    expect(mean(y.map((value) => value ** 2))).toBeCloseTo(1, 9)
    expect([...y].sort((a, b) => a - b)).toEqual(y)
    // Untransformed the last is 2.6 deviations up and the others within 0.01 of each other.
    expect((y[6] ?? 0) - (y[0] ?? 0)).toBeGreaterThan(0.01)
  })

  it('keeps a difference between a search and its parents that share a scale', () => {
    const y = normalized([
      [2, 3],
      [1, 2, 3, 4],
    ])
    expect(y[0]).toBe(y[3])
    expect(y[1]).toBe(y[4])
  })

  it('scales a parent by itself if its values are of another order', () => {
    const y = [
      ...normalized([
        [0.1, 0.2, 0.3],
        [1000, 2000, 3000],
      ]),
    ]
    expect(mean(y.slice(0, 3))).toBeCloseTo(0, 9)
    expect(mean(y.slice(3))).toBeCloseTo(0, 9)
  })

  it('gives zeros for values all alike, and numbers for the largest there are', () => {
    expect([...normalized([[7, 7, 7]])]).toEqual([0, 0, 0])
    for (const value of normalized([[1.7e308, -1.7e308, 0, 1]])) expect(Number.isFinite(value)).toBe(true)
  })
})
