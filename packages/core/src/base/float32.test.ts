import { shortestFloat32 } from './float32.js'

describe('shortestFloat32', () => {
  it.each([
    [0.9075000286102295, 0.9075],
    [Math.fround(1 / 3), 0.33333334],
    [0.5, 0.5],
    [8, 8],
    [1 / 3, 1 / 3],
    [-Math.fround(1e-7), -1e-7],
    [0, 0],
  ])('turns %p into %p', (value, short) => {
    expect(shortestFloat32(value)).toBe(short)
    if (Math.fround(value) === value) expect(Math.fround(short)).toBe(value)
  })

  it('leaves values that are not finite', () => {
    expect([Number.NaN, Infinity].map(shortestFloat32)).toEqual([Number.NaN, Infinity])
  })
})
