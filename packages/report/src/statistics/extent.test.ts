import { extent } from './extent.js'

describe('extent', () => {
  it('returns the smallest and the largest value', () => {
    expect(extent([2, -1, 3])).toEqual([-1, 3])
    expect(extent([])).toEqual([Infinity, -Infinity])
  })

  it('takes more values than a call may have arguments', () => {
    expect(extent(Array.from({ length: 1_000_000 }, (_, index) => index))).toEqual([0, 999_999])
  })
})
