import { stopEarly } from './early-stopping.js'

describe('stopEarly', () => {
  const previous = [
    [1, 2, 3], // averages 1, 1.5, 2
    [5, 5, 5], // 5, 5, 5
    [9, 1, 2], // 9, 5, 4
  ]

  it('compares the value with the median of running averages', () => {
    // After two epochs the averages are 1.5, 5 and 5: the median is 5.
    expect(stopEarly('Minimize', [7, 5.1], previous)).toBe(true)
    expect(stopEarly('Minimize', [7, 5], previous)).toBe(false)
    expect(stopEarly('Maximize', [7, 4.9], previous)).toBe(true)
    expect(stopEarly('Maximize', [7, 5], previous)).toBe(false)
  })

  it('takes the middle of two', () => {
    // After one epoch 1 and 5: the median is 3.
    expect(stopEarly('Minimize', [3.1], previous.slice(0, 2))).toBe(true)
    expect(stopEarly('Minimize', [2.9], previous.slice(0, 2))).toBe(false)
  })

  it('leaves out jobs that did not get this far, and those without a finite average', () => {
    expect(stopEarly('Minimize', [1, 1, 1, 9], previous)).toBe(false)
    expect(stopEarly('Minimize', [9, 9], [[1], [NaN, 1], [Infinity, 0]])).toBe(false)
  })

  it('lets the first job, and one without a value yet, continue', () => {
    expect(stopEarly('Minimize', [100], [])).toBe(false)
    expect(stopEarly('Minimize', [], previous)).toBe(false)
  })
})
