import fc from 'fast-check'

import { decodeRanges, decodeTuned, encodeRanges } from './parameter-ranges.js'
import type { PlannedRange } from './planned.js'
import { typesOf } from '../plan/tuning/search-definition.js'

const scale = fc.constantFrom('linear', 'log', 'reverse_log')
const numeric = fc.oneof(
  fc.record({ kind: fc.constant('integer'), min: fc.integer(), max: fc.integer(), scale }),
  fc.record({ kind: fc.constant('continuous'), min: number(), max: number(), scale }),
)
const values = fc.oneof(
  fc.uniqueArray(fc.string(), { minLength: 1 }),
  fc.uniqueArray(fc.integer(), { minLength: 1 }),
  fc.uniqueArray(number(), { minLength: 1 }),
  fc.constant([true, false]),
)
const range = fc.oneof(numeric, fc.record({ kind: fc.constant('categorical'), values })) as fc.Arbitrary<PlannedRange>

function number() {
  return fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0))
}

describe('parameter ranges', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/), range), (ranges) => {
        expect(decodeRanges(encodeRanges(ranges), typesOf({}, ranges))).toEqual(ranges)
      }),
    )
  })

  it('are read if somebody else wrote them', () => {
    const foreign = {
      IntegerParameterRanges: [{ Name: 'a', MinValue: '1', MaxValue: '9' }],
      ContinuousParameterRanges: [{ Name: 'b', MinValue: '1e-07', MaxValue: '0.1', ScalingType: 'Auto' as const }],
      CategoricalParameterRanges: [{ Name: 'c', Values: ['1', 'two'] }],
    }
    expect(decodeRanges(foreign)).toEqual({
      a: { kind: 'integer', min: 1, max: 9, scale: 'linear' },
      b: { kind: 'continuous', min: 1e-7, max: 0.1, scale: 'linear' },
      c: { kind: 'categorical', values: ['1', 'two'] },
    })
    expect(decodeRanges(undefined)).toEqual({})
  })

  it('type the values of trials', () => {
    const integer = { kind: 'integer', min: 1, max: 99, scale: 'log' } as const
    expect(decodeTuned('a', '64.0', integer, 'integer')).toBe(64)
    expect(decodeTuned('b', '64', { kind: 'categorical', values: [64] }, 'integer')).toBe(64)
    expect(decodeTuned('b', 'true', { kind: 'categorical', values: [true] }, 'boolean')).toBe(true)
    expect(decodeTuned('b', '"adam"', undefined, undefined)).toBe('"adam"')
  })
})
