import { rangeLines, rangeText } from './range-text.js'

describe('rangeText', () => {
  it('shows bounds, scale, and values', () => {
    expect(rangeText({ kind: 'continuous', min: 1e-4, max: 0.1, scale: 'log' })).toBe('1e-4 … 0.1 log')
    expect(rangeText({ kind: 'integer', min: 16, max: 64, scale: 'linear' })).toBe('16 … 64')
    expect(rangeText({ kind: 'continuous', min: 0, max: 1 / 3, scale: 'reverse_log' })).toBe('0 … 0.3333 reverse log')
    expect(rangeText({ kind: 'integer', min: 1, max: 2_500_000, scale: 'log' })).toBe('1 … 2.5e6 log')
    expect(rangeText({ kind: 'categorical', values: ['adam', 2, true] })).toBe('adam | 2 | true')
  })

  it('shows ranges that are not known yet', () => {
    const ranges = { units: { kind: 'integer', min: 4, max: 8, scale: 'linear' } } as const
    expect(rangeLines({ ref: 'fine', hyperparameters: {}, ranges, unknown: ['rate'] }, ['coarse'])).toEqual([
      'units 4 … 8',
      'rate (known after coarse)',
    ])
  })
})
