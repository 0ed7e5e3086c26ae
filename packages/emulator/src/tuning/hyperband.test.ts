import { bracketOf, rungs, stopAtRung } from './hyperband.js'

const settings = { minResource: 1, maxResource: 27 }

describe('rungs', () => {
  it('multiplies the least resource up to the most', () => {
    expect(rungs(settings)).toEqual([1, 3, 9])
    expect(rungs({ minResource: 2, maxResource: 20, reduction: 2 })).toEqual([2, 4, 8, 16])
    expect(rungs({ minResource: 5, maxResource: 5 })).toEqual([])
  })
})

describe('bracketOf', () => {
  it("spreads brackets in Hyperband's proportions, 27 to 12 to 6", () => {
    const counts = [0, 0, 0]
    for (let index = 0; index < 450; index++) {
      const bracket = bracketOf(settings, index)
      counts[bracket] = (counts[bracket] ?? 0) + 1
    }
    for (const [bracket, share] of [270, 120, 60].entries()) {
      expect(Math.abs((counts[bracket] ?? 0) - share)).toBeLessThan(5)
    }
  })

  it('has only the first if no rung lies below the maximum', () => {
    expect(bracketOf({ minResource: 5, maxResource: 5 }, 7)).toBe(0)
  })
})

describe('stopAtRung', () => {
  const others = [[0.5], [0.4], [0.3], [0.2], [0.6]]

  it('lets the best third of those at the rung continue', () => {
    expect(stopAtRung(settings, 'Minimize', [0.25], others)).toBe(false)
    expect(stopAtRung(settings, 'Minimize', [0.35], others)).toBe(true)
    expect(stopAtRung(settings, 'Maximize', [0.55], others)).toBe(false)
    expect(stopAtRung(settings, 'Maximize', [0.45], others)).toBe(true)
  })

  it('lets the first continue, and a better one after it', () => {
    expect(stopAtRung(settings, 'Minimize', [0.9], [])).toBe(false)
    expect(stopAtRung(settings, 'Minimize', [0.8], [[0.9]])).toBe(false)
    expect(stopAtRung(settings, 'Minimize', [0.95], [[0.9]])).toBe(true)
  })

  it('asks between rungs for nothing, and at the last epoch ends', () => {
    expect(
      stopAtRung(
        settings,
        'Minimize',
        [0.9, 0.9],
        others.map(([v = 0]) => [v, v]),
      ),
    ).toBe(false)
    expect(stopAtRung(settings, 'Minimize', new Array<number>(27).fill(0), [])).toBe(true)
  })

  it('lets a job of a higher bracket pass the rungs below it', () => {
    expect(stopAtRung(settings, 'Minimize', [0.9], others, 1)).toBe(false)
    expect(
      stopAtRung(
        settings,
        'Minimize',
        [0.9, 0.9, 0.9],
        others.map(([v = 0]) => [v, v, v]),
        1,
      ),
    ).toBe(true)
  })

  it('stops a job whose value is not a number, and ranks one behind all others', () => {
    expect(stopAtRung(settings, 'Minimize', [NaN], [])).toBe(true)
    expect(stopAtRung(settings, 'Maximize', [0.1], [[NaN], [Infinity]])).toBe(false)
  })
})
