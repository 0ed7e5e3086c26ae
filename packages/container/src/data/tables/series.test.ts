import { readTable } from './csv-table.js'
import { gather, rowOf } from '../parts/part.js'
import { openSeries, splitSeries } from './series.js'
import { temporaryFolder } from '../../testing/temporary-folder.js'

/** 40 steps: the step itself, twice its number, and a text. */
const steps = Array.from({ length: 40 }, (_, step) => step)
const file = (rows: readonly string[]): string => {
  const folder = temporaryFolder({ 'series.csv': `${['y,x,day', ...rows].join('\n')}\n` })
  return `${folder}/series.csv`
}
const table = readTable([file(steps.map((step) => `${step},${2 * step},${step % 2 ? 'odd' : 'even'}`))])
const split = { validation: 10, test: 8, by: 'time', seed: 0 } as const
const numbers = { window: 5, horizon: 3, season: 1 }

describe('splitSeries', () => {
  const series = openSeries(table, { target: 'y', features: ['x'] })
  const { parts, scale, statistics } = splitSeries(series, split, 1, numbers)
  const inUnits = (value: number, channel = 0): number =>
    Math.round(value * statistics.deviation[channel] + statistics.mean[channel])

  it('gives each part the examples whose whole horizon lies in it', () => {
    const forecast = (name: keyof typeof parts): number[][] =>
      Array.from(parts[name].indexes, (_, row) =>
        [...parts[name].targets.subarray(row * 3, row * 3 + 3)].map((value) => inUnits(value)),
      )
    expect(forecast('train').at(0)).toEqual([5, 6, 7])
    expect(forecast('train').at(-1)).toEqual([19, 20, 21])
    expect(forecast('validation')).toEqual(Array.from({ length: 8 }, (_, row) => [22 + row, 23 + row, 24 + row]))
    expect(forecast('test')).toEqual(Array.from({ length: 6 }, (_, row) => [32 + row, 33 + row, 34 + row]))
    expect([...parts.validation.indexes]).toEqual([22, 23, 24, 25, 26, 27, 28, 29])
  })

  it('reads the window just before, of the target and of each feature, and nothing later', () => {
    for (const part of Object.values(parts)) {
      part.indexes.forEach((first, row) => {
        const values = [...rowOf(part, row)]
        expect(values.filter((_, at) => at % 2 === 0).map((value) => inUnits(value))).toEqual(
          Array.from({ length: 5 }, (_, step) => first - 5 + step),
        )
        expect(values.filter((_, at) => at % 2 === 1).map((value) => inUnits(value, 1))).toEqual(
          Array.from({ length: 5 }, (_, step) => 2 * (first - 5 + step)),
        )
      })
    }
    expect([parts.train.inputShape, parts.train.width]).toEqual([[5, 2], 10])
  })

  it('computes its scale and the naive error from the training steps only', () => {
    expect(scale.mean).toBeCloseTo(10.5, 12)
    expect(scale.deviation).toBeCloseTo(Math.sqrt((22 ** 2 - 1) / 12), 12)
    expect(scale.naiveError).toBe(1)
    expect(splitSeries(series, split, 1, { ...numbers, season: 7 }).scale.naiveError).toBe(7)
  })

  it('keeps the same held-out examples for every window, and with a fraction the last steps', () => {
    const other = splitSeries(series, split, 1, { ...numbers, window: 12 })
    expect([...other.parts.validation.indexes]).toEqual([...parts.validation.indexes])
    expect([...other.parts.test.indexes]).toEqual([...parts.test.indexes])
    const half = splitSeries(series, split, 0.5, numbers)
    expect([...half.parts.train.indexes]).toEqual([16, 17, 18, 19])
    expect(half.scale.mean).toBeCloseTo(16, 12)
    expect(half.scale.naiveError).toBe(1)
  })

  it('makes windows as views of the series, not copies', () => {
    const [first, second] = [rowOf(parts.train, 0), rowOf(parts.train, 1)]
    expect(first.buffer).toBe(second.buffer)
  })

  it('gathers windows and horizons in the order asked for', () => {
    const batch = new Float32Array(2 * 10)
    const targets = new Float64Array(2 * 3)
    gather(parts.test, Int32Array.of(4, 0), 0, 2, batch, targets)
    expect([...targets].map((value) => inUnits(value))).toEqual([36, 37, 38, 32, 33, 34])
    expect(inUnits(batch[0])).toBe(31)
    expect(inUnits(batch[10])).toBe(27)
  })

  it('refuses a part that is too short, and a split that is not by time', () => {
    expect(() => splitSeries(series, split, 1, { ...numbers, window: 20 })).toThrow(
      'The train part has 22 steps, too few for one window of 20 and a horizon of 3.',
    )
    expect(() => splitSeries(series, split, 1, { ...numbers, horizon: 9 })).toThrow(
      'The test part has 8 steps, too few for one window of 5 and a horizon of 9.',
    )
    expect(() => splitSeries(series, { ...split, by: 'random' }, 1, numbers)).toThrow('is split by time')
  })
})

describe('openSeries', () => {
  it('reads only the target if no features are named', () => {
    expect(openSeries(table, { target: 'y' })).toMatchObject({ steps: 40, channels: ['y'] })
  })

  it('refuses text, a gap and a missing column, naming the place', () => {
    expect(() => openSeries(table, { target: 'y', features: ['day'] })).toThrow('The column "day" holds text')
    expect(() => openSeries(table, { target: 'z' })).toThrow('has no column "z". Known are "y", "x", "day".')
    const gap = file(['1,2,a', ',3,b'])
    expect(() => openSeries(readTable([gap]), { target: 'y' })).toThrow(`${gap}:3:1 has no value`)
  })
})
