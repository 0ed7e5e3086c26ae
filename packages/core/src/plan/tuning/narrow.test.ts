import fc from 'fast-check'

import { narrow, shareOf } from './narrow.js'

const linear = { kind: 'continuous', min: 0, max: 10, scale: 'linear' } as const
const integer = { kind: 'integer', min: 1, max: 10, scale: 'linear' } as const

describe('narrow', () => {
  it.each([
    [linear, 5, 0.2, { min: 4, max: 6 }],
    [linear, 0.5, 0.2, { min: 0, max: 2 }], // Shifted inside.
    [linear, 10, 0.2, { min: 8, max: 10 }],
    [linear, 3, 1, { min: 0, max: 10 }],
    [{ ...linear, min: 1e-4, max: 0.1, scale: 'log' } as const, 0.01, 1 / 3, { min: 0.00316228, max: 0.0316228 }],
    [{ ...linear, min: 0.9, max: 0.999, scale: 'reverse_log' } as const, 0.99, 0.5, { min: 0.968377, max: 0.996838 }],
    [integer, 5, 0.3, { min: 3, max: 7 }], // Rounded outward.
    [integer, 10, 0.01, { min: 9, max: 10 }],
  ])('leaves a part of %j around %d', (range, best, share, ends) => {
    expect(narrow(range, best, share)).toEqual({ range: { ...range, ...ends } })
  })

  it('keeps all categories, and only the best value if the share is 0', () => {
    const categories = { kind: 'categorical', values: ['a', 'b'] } as const
    expect(narrow(categories, 'b', 0.3)).toEqual({ range: categories })
    expect(narrow(categories, 'b', 0)).toEqual({ value: 'b' })
    expect(narrow(linear, 3, 0)).toEqual({ value: 3 })
    expect([shareOf('30%'), shareOf('0%'), shareOf('12.5%')]).toEqual([0.3, 0, 0.125])
  })

  it('keeps two integers if the share is less than one', () => {
    const range = { kind: 'integer', min: 1000, max: 1001, scale: 'linear' } as const
    expect(narrow(range, 1000, 0.001)).toEqual({ range })
    expect(narrow(range, 1001, 0.001)).toEqual({ range })
  })

  it('always leaves a range inside, with the best in it', () => {
    const numbers = fc.record({
      kind: fc.constantFrom('integer' as const, 'continuous' as const),
      scale: fc.constantFrom('linear' as const, 'log' as const),
      min: fc.integer({ min: 1, max: 1000 }),
      width: fc.integer({ min: 1, max: 1000 }),
      where: fc.double({ min: 0, max: 1, noNaN: true }),
      share: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    })
    fc.assert(
      fc.property(numbers, ({ kind, scale, min, width, where, share }) => {
        const max = min + width
        const best = kind === 'integer' ? Math.round(min + where * width) : min + where * width
        const left = narrow({ kind, scale, min, max }, best, share)
        if (!('range' in left) || left.range.kind === 'categorical') throw new Error('A numeric range is left.')
        const slack = 1e-5 * max
        expect(left.range.min).toBeGreaterThanOrEqual(min)
        expect(left.range.max).toBeLessThanOrEqual(max)
        expect(left.range.max).toBeGreaterThan(left.range.min)
        expect(best).toBeGreaterThanOrEqual(left.range.min - slack)
        expect(best).toBeLessThanOrEqual(left.range.max + slack)
      }),
    )
  })
})
