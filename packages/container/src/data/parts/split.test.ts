import { splitRows } from './split.js'
import type { Splittable } from './split.js'

// 1,000 rows of three classes: 60 %, 30 %, 10 %.
const targets = Float64Array.from({ length: 1000 }, (_, row) => (row % 10 < 6 ? 0 : row % 10 < 9 ? 1 : 2))
const classes: Splittable = { targets, task: 'classification' }
const split = { by: 'stratified', seed: 0 } as const

function shares(rows: Int32Array, of = targets): number[] {
  return [0, 1, 2].map((target) => rows.filter((row) => of[row] === target).length / rows.length)
}

describe('splitRows', () => {
  it('takes 10 % each for validation and test, and uses every row once', () => {
    const { train, validation, test } = splitRows(split, 1, classes)
    expect([train.length, validation.length, test.length]).toEqual([800, 100, 100])
    expect([...train, ...validation, ...test].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, row) => row),
    )
  })

  it('keeps the proportions of the classes in every part', () => {
    for (const fraction of [1, 0.1]) {
      for (const rows of Object.values(splitRows(split, fraction, classes)) as Int32Array[]) {
        shares(rows).forEach((share, target) => expect(Math.abs(share - [0.6, 0.3, 0.1][target])).toBeLessThan(0.02))
      }
    }
  })

  it.each(['random', 'stratified', 'time'] as const)(
    'nests fractions and leaves the other parts alone, by %s',
    (by) => {
      const parts = [0.1, 0.3, 1].map((fraction) => splitRows({ by, seed: 5 }, fraction, classes))
      const [tenth, third, all] = parts.map(({ train }) => new Set(train))
      expect([tenth.size, third.size, all.size]).toEqual([80, 240, 800])
      expect([...tenth].every((row) => third.has(row))).toBe(true)
      expect([...third].every((row) => all.has(row))).toBe(true)
      for (const part of parts) {
        expect(part.validation).toEqual(parts[0].validation)
        expect(part.test).toEqual(parts[0].test)
      }
    },
  )

  it('depends only on its seed', () => {
    expect(splitRows(split, 1, classes)).toEqual(splitRows(split, 1, classes))
    expect(splitRows({ ...split, seed: 1 }, 1, classes).validation).not.toEqual(splitRows(split, 1, classes).validation)
  })

  it('splits by time: trains on the past, and tests on the latest rows', () => {
    const { train, validation, test } = splitRows({ by: 'time', seed: 0, validation: 50, test: '5%' }, 0.5, classes)
    expect([train[0], train.at(-1), validation[0], validation.at(-1), test[0], test.at(-1)]).toEqual([
      450, 899, 900, 949, 950, 999,
    ])
  })

  it('takes the test rows from the test channel if there is one', () => {
    const testTargets = targets.slice(0, 300)
    const all = splitRows({ ...split, validation: 100 }, 1, { ...classes, testTargets })
    expect([all.train.length, all.validation.length, all.test.length]).toEqual([900, 100, 300])
    const some = splitRows({ ...split, test: 60 }, 1, { ...classes, testTargets })
    expect(some.test.length).toBe(60)
    expect(shares(some.test, testTargets)[0]).toBeCloseTo(0.6, 1)
  })

  it('takes the validation rows from the validation channel, and none from training', () => {
    const validationTargets = targets.slice(0, 300)
    const all = splitRows({ ...split, test: 100 }, 1, { ...classes, validationTargets })
    expect([all.train.length, all.validation.length, all.test.length]).toEqual([900, 300, 100])
    const both = splitRows({ ...split, validation: 30 }, 1, { ...classes, validationTargets, testTargets: targets })
    expect([both.train.length, both.validation.length, both.test.length]).toEqual([1000, 30, 1000])
    expect(shares(both.validation, validationTargets)[0]).toBeCloseTo(0.6, 1)
  })

  it('leaves a part of size 0 out', () => {
    const { validation, test } = splitRows({ ...split, validation: 0, test: '0%' }, 1, classes)
    expect([validation.length, test.length]).toEqual([0, 0])
  })

  it.each([
    [{ validation: 600, test: 400 }, 1, 'leave nothing of 1000 rows'],
    [{ validation: 1001 }, 1, '"validation" asks for 1001 rows of 1000'],
    [{ validation: 'many' }, 1, 'The size of "validation" is "many"'],
    [{ test: 0.5 }, 1, 'The size of "test" is "0.5"'],
    [{ test: -1 }, 1, 'The size of "test" is "-1"'],
    [{}, 0, '"fraction" is 0'],
    [{}, 1.5, '"fraction" is 1.5'],
  ])('refuses %j with fraction %d', (sizes, fraction, message) => {
    expect(() => splitRows({ ...split, ...sizes }, fraction, classes)).toThrow(message)
  })
})
