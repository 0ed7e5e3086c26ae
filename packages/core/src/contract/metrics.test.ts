import { metricDefinitions, metricLine, metricNames, metricRegex } from './metrics.js'

describe('metrics', () => {
  it.each([0, 0.71, -3.25, 1e-7, 1.5e21, 123456789.5, Number.MIN_VALUE])('reads back %p from its own line', (value) => {
    for (const name of metricNames) {
      const found = new RegExp(metricRegex(name)).exec(`2026-01-01 ${metricLine(name, value)}`)
      expect(Number(found?.[1])).toBe(value)
    }
  })

  it('finds no other metric by its regular expression', () => {
    for (const name of metricNames) {
      const others = metricNames.filter((other) => other !== name).map((other) => metricLine(other, 0.5))
      expect(others.join('\n')).not.toMatch(new RegExp(metricRegex(name)))
    }
  })

  it.each([Number.NaN, Infinity, -Infinity])('refuses %p, which the regular expression could not read', (value) => {
    expect(() => metricLine('loss', value)).toThrow(RangeError)
  })

  it('stays within the limits of a tuning job', () => {
    expect(metricDefinitions().length).toBeLessThanOrEqual(20)
    for (const { Name, Regex } of metricDefinitions()) {
      expect(Name.length).toBeLessThanOrEqual(255)
      expect(Regex.length).toBeLessThanOrEqual(500)
    }
  })
})
