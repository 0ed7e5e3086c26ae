import fc from 'fast-check'

import { combination, combinations } from './combinations.js'
import { decode, encode, spaceOf } from './space.js'

const range = (
  MinValue: string,
  MaxValue: string,
  ScalingType?: 'Auto' | 'Linear' | 'Logarithmic' | 'ReverseLogarithmic',
) => ({
  Name: 'x',
  MinValue,
  MaxValue,
  ...(ScalingType && { ScalingType }),
})
const continuous = (...of: Parameters<typeof range>) => spaceOf({ ContinuousParameterRanges: [range(...of)] })
const integer = (...of: Parameters<typeof range>) => spaceOf({ IntegerParameterRanges: [range(...of)] })

describe('decode', () => {
  it('puts the middle of the unit interval at the middle of the scale', () => {
    expect(Number(decode(continuous('0', '10', 'Linear'), [0.5])['x'])).toBeCloseTo(5, 12)
    expect(Number(decode(continuous('1e-4', '1', 'Logarithmic'), [0.5])['x'])).toBeCloseTo(0.01, 12)
    // 1 - x goes from 1 to 0.0001 by its logarithm.
    expect(Number(decode(continuous('0', '0.9999', 'ReverseLogarithmic'), [0.5])['x'])).toBeCloseTo(0.99, 12)
  })

  it('chooses a scale for Auto by the width of the range', () => {
    expect(continuous('1e-4', '1', 'Auto')).toMatchObject([{ scale: 'Logarithmic' }])
    expect(continuous('0.5', '1')).toMatchObject([{ scale: 'Linear' }])
    expect(continuous('0', '0.999')).toMatchObject([{ scale: 'ReverseLogarithmic' }])
    expect(integer('0', '1000')).toMatchObject([{ scale: 'Linear' }])
  })

  it('reaches every integer of the range and no other', () => {
    const found = new Set(Array.from({ length: 1001 }, (_, i) => decode(integer('-2', '2', 'Linear'), [i / 1000])['x']))
    expect([...found].sort()).toEqual(['-1', '-2', '0', '1', '2'])
  })

  it('reverses encode, whatever the range and scale', () => {
    const scales = fc.constantFrom('Linear' as const, 'Logarithmic' as const)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(1000), fc.nat(1000), scales, (min, width, part, scale) => {
        const space = integer(String(min), String(min + width), scale)
        const x = String(min + (width ? part % (width + 1) : 0))
        const point = encode(space, { x })
        expect(point && decode(space, point)).toEqual({ x })
      }),
    )
  })
})

describe('encode', () => {
  it('has no point for an assignment without a parameter, or with one that is no number', () => {
    expect(encode(continuous('0', '1'), {})).toBeUndefined()
    expect(encode(continuous('0', '1'), { x: 'adam' })).toBeUndefined()
    expect(encode(continuous('1e-5', '1', 'Logarithmic'), { x: '0' })).toBeUndefined()
  })

  it('puts a value outside the range outside the interval', () => {
    expect(encode(continuous('0', '2', 'Linear'), { x: '3' })).toEqual([1.5])
  })
})

describe('combination', () => {
  const space = spaceOf({
    IntegerParameterRanges: [{ Name: 'n', MinValue: '2', MaxValue: '3' }],
    CategoricalParameterRanges: [{ Name: 'k', Values: ['a', 'b', 'c'] }],
  })

  it('lists all, the last dimension fastest', () => {
    expect(combinations(space)).toBe(6)
    expect([0, 1, 3].map((index) => combination(space, index))).toEqual([
      { n: '2', k: 'a' },
      { n: '2', k: 'b' },
      { n: '3', k: 'a' },
    ])
  })

  it('counts a continuous range as endless, unless it is one point', () => {
    expect(combinations(continuous('0', '1'))).toBe(Infinity)
    expect(combinations(continuous('1', '1'))).toBe(1)
  })
})
