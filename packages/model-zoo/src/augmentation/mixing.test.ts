import { drawMixing, mixed } from './mixing.js'
import { randomSource } from './seeds.js'

describe('drawMixing', () => {
  it('pairs every example with one of the batch, each once, and repeats itself for the same seed', () => {
    const draw = (seed: number) => drawMixing(0.3, 50, randomSource(seed))
    const { partners, weights } = draw(4)
    expect([...partners].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, row) => row))
    expect(partners.some((other, row) => other !== row)).toBe(true)
    expect(draw(4)).toEqual({ partners, weights })
    expect(draw(5)).not.toEqual({ partners, weights })
  })

  // The mean of Beta(a, a) is ½, its variance 1 / (4 (2a + 1)), its fourth central moment 3 / (16 (2a + 1) (2a + 3)).
  it.each([0.01, 0.2, 0.5, 1])('draws weights from Beta(%d, %d)', (alpha) => {
    const rows = 100_000
    const { weights } = drawMixing(alpha, rows, randomSource(11))
    const moment = (power: number): number =>
      weights.reduce((sum, weight) => sum + (weight - (power > 1 ? 0.5 : 0)) ** power, 0) / rows
    // Five standard errors, of variables within ½ of their mean.
    expect(Math.abs(moment(1) - 0.5)).toBeLessThan(5 * (0.5 / Math.sqrt(rows)))
    expect(Math.abs(moment(2) - 1 / (4 * (2 * alpha + 1)))).toBeLessThan(5 * (0.125 / Math.sqrt(rows)))
    const fourth = 3 / (16 * (2 * alpha + 1) * (2 * alpha + 3))
    expect(Math.abs(moment(4) - fourth)).toBeLessThan(5 * (0.0625 / Math.sqrt(rows)))
  })
})

describe('mixed', () => {
  it('takes a share of each of two examples', () => {
    const values = Float32Array.of(1, 2, 10, 20)
    const weights = Float32Array.of(0.25, 1)
    expect([...mixed(values, { partners: Int32Array.of(1, 0), weights })]).toEqual([7.75, 15.5, 10, 20])
  })
})
