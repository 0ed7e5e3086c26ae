import { compact, decimalsFor, duration, figure, pValue, signed } from './figures.js'

describe('Figures', () => {
  it.each([
    [0.93124, 4, '0.9312'],
    [-0.00004, 4, '0.0000'],
    [-0.0125, 3, '−0.013'],
    [1234567.8, 2, '1234567.80'],
    [0.0000001, 4, '1.00e-7'],
    [-2.5e9, 2, '−2.50e9'],
    [0, 2, '0.00'],
  ])('shows %p with %p decimals as %p', (value, decimals, text) => {
    expect(figure(value, decimals)).toBe(text)
  })

  it('adds signs to differences', () => {
    expect([0.012, -0.012, 0, 0.00001].map((value) => signed(value, 3))).toEqual([
      '+0.012',
      '−0.012',
      '0.000',
      '+1.00e-5',
    ])
  })

  it('shortens large numbers', () => {
    expect([7, 999, 1000, 7850, 101770, 999_960, 3.4e6, 2e12].map(compact)).toEqual([
      '7',
      '999',
      '1k',
      '7.85k',
      '102k',
      '1M',
      '3.4M',
      '2T',
    ])
  })

  it('formats durations', () => {
    expect([0, 0.53, 59.9, 61, 3600, 7325].map(duration)).toEqual([
      '0 s',
      '0.5 s',
      '59.9 s',
      '1 min 1 s',
      '1 h',
      '2 h 2 min 5 s',
    ])
  })

  it('formats small p-values', () => {
    expect([0.00001, 0.04321].map(pValue)).toEqual(['< 0.0001', '0.0432'])
  })

  it('chooses decimals by the spread', () => {
    expect([decimalsFor([]), decimalsFor([0.003]), decimalsFor([12]), decimalsFor([1e-9]), decimalsFor([0])]).toEqual([
      4, 4, 2, 6, 4,
    ])
  })
})
