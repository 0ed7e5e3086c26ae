import { ascend } from './ascent.js'

/** A narrow, turned ridge around a centre. */
const ridge = (centre: readonly number[]) => (x: Float64Array, gradient?: Float64Array) => {
  const [a, b] = [(x[0] ?? 0) - (centre[0] ?? 0), (x[1] ?? 0) - (centre[1] ?? 0)]
  gradient?.set([-2 * a - 200 * (a - b), -2 * b + 200 * (a - b)])
  return -(a * a + b * b + 100 * (a - b) ** 2)
}

describe('ascend', () => {
  const both = Uint8Array.of(1, 1)

  it('finds the top of a narrow ridge, coordinates together', () => {
    const x = Float64Array.of(0.1, 0.9)
    const value = ascend(ridge([0.7, 0.6]), x, both, 40)
    expect(value).toBeCloseTo(0, 3)
    expect(x[0]).toBeCloseTo(0.7, 1)
    expect(x[1]).toBeCloseTo(0.6, 1)
  })

  it('stays in the cube if the maximum lies outside', () => {
    const x = Float64Array.of(0.5, 0.5)
    ascend(ridge([1.5, 1.5]), x, both, 40)
    expect([...x]).toEqual([1, 1])
  })

  it('leaves alone what is not free', () => {
    const x = Float64Array.of(0.2, 0.9)
    ascend(ridge([0.7, 0.7]), x, Uint8Array.of(0, 1), 40)
    expect(x[0]).toBe(0.2)
    expect(x[1]).toBeCloseTo(0.205, 2)
  })

  it('goes nowhere on a plain, and never down', () => {
    const x = Float64Array.of(0.2, 0.9)
    expect(ascend(() => 3, x, both, 10)).toBe(3)
    expect([...x]).toEqual([0.2, 0.9])
  })
})
