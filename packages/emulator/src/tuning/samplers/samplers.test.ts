import type { History, Trial } from '../space/history.js'
import { randomOf } from '../space/random.js'
import type { Sampler } from './sampler.js'
import { bayesianSampler } from './bayesian.js'
import { gridSampler } from './grid.js'
import { randomSampler } from './random.js'
import { spaceOf } from '../space/space.js'
import type { Assignment, Space } from '../space/space.js'

const mixed = spaceOf({
  IntegerParameterRanges: [{ Name: 'units', MinValue: '4', MaxValue: '256', ScalingType: 'Logarithmic' }],
  ContinuousParameterRanges: [
    { Name: 'rate', MinValue: '1e-5', MaxValue: '1', ScalingType: 'Logarithmic' },
    { Name: 'momentum', MinValue: '0.5', MaxValue: '0.9995', ScalingType: 'ReverseLogarithmic' },
    { Name: 'dropout', MinValue: '0', MaxValue: '0.9', ScalingType: 'Linear' },
  ],
  CategoricalParameterRanges: [{ Name: 'activation', Values: ['relu', 'tanh', 'gelu'] }],
})

const finite = spaceOf({
  IntegerParameterRanges: [{ Name: 'depth', MinValue: '1', MaxValue: '4' }],
  ContinuousParameterRanges: [{ Name: 'rate', MinValue: '0.1', MaxValue: '0.1' }],
  CategoricalParameterRanges: [
    { Name: 'activation', Values: ['relu', 'tanh', 'gelu'] },
    { Name: 'shuffle', Values: ['True', 'False'] },
  ],
})

const wide = spaceOf({
  ContinuousParameterRanges: Array.from({ length: 20 }, (_, i) => ({ Name: `c${i}`, MinValue: '0', MaxValue: '1' })),
  IntegerParameterRanges: Array.from({ length: 6 }, (_, i) => ({ Name: `i${i}`, MinValue: '-3', MaxValue: '3' })),
  CategoricalParameterRanges: Array.from({ length: 4 }, (_, i) => ({ Name: `k${i}`, Values: ['a', 'b', 'c'] })),
})

const samplers: readonly { name: string; sampler: Sampler; spaces: Readonly<Record<string, Space>> }[] = [
  { name: 'random', sampler: randomSampler, spaces: { mixed, finite, wide } },
  { name: 'bayesian', sampler: bayesianSampler, spaces: { mixed, finite, wide } },
  { name: 'grid', sampler: gridSampler, spaces: { finite } },
]

type Outcome = (index: number, assignment: Assignment) => Partial<Trial>

const completed = (value: number): Partial<Trial> => ({ status: 'Completed', value })

const sphere: Outcome = (_, assignment) =>
  completed(Object.values(assignment).reduce((sum, text) => sum + (Number(text) || 0) ** 2, 0))

/** Histories that occur in practice: a sampler must handle each of them. */
const outcomes: Readonly<Record<string, Outcome>> = {
  ordinary: sphere,
  constant: () => completed(0.5),
  'NaN in between': (i, a) => (i % 3 === 1 ? completed(NaN) : sphere(i, a)),
  'infinite in between': (i, a) => (i % 3 === 1 ? completed(i % 2 ? Infinity : -Infinity) : sphere(i, a)),
  'failed in between': (i, a) => (i % 2 ? { status: 'Failed' } : sphere(i, a)),
  'all failed': () => ({ status: 'Failed' }),
  'without a value': () => ({ status: 'Stopped' }),
  'always pending': () => ({ status: 'InProgress' }),
  'pending in between': (i, a) => (i % 2 ? { status: 'InProgress' } : sphere(i, a)),
  enormous: (i) => completed(i % 2 ? 1e300 : -1e300),
  tiny: (i) => completed(1e-300 * i),
}

function search(sampler: Sampler, space: Space, count: number, outcome: Outcome, extra: Partial<History> = {}) {
  const trials: Trial[] = []
  for (let i = 0; i < count; i++) {
    const history: History = { goal: 'Minimize', ...extra, trials: Object.freeze([...trials]) }
    const assignment = sampler(space, history, randomOf(11, i))
    if (assignment === undefined) break
    trials.push({ assignment, status: 'Completed', ...outcome(i, assignment) })
  }
  return trials
}

function expectInSpace(space: Space, assignment: Assignment) {
  expect(Object.keys(assignment)).toEqual(space.map(({ name }) => name))
  for (const dimension of space) {
    const text = assignment[dimension.name] ?? ''
    if (dimension.kind === 'Categorical') expect(dimension.values).toContain(text)
    else {
      expect(text).not.toBe('')
      expect(Number(text)).toBeGreaterThanOrEqual(dimension.min)
      expect(Number(text)).toBeLessThanOrEqual(dimension.max)
      if (dimension.kind === 'Integer') expect(text).toMatch(/^-?\d+$/)
    }
  }
}

const keys = (trials: readonly Trial[]) => trials.map(({ assignment }) => JSON.stringify(assignment))

/** Returns a function that computes once: a search of the Bayesian sampler that several tests look at. */
function once<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | undefined
  return () => (kept ??= { value: compute() }).value
}

for (const { name, sampler, spaces } of samplers) {
  describe(`${name} sampler`, () => {
    for (const [of, space] of Object.entries(spaces)) {
      const eight = once(() => search(sampler, space, 8, sphere))

      for (const [kind, outcome] of Object.entries(outcomes)) {
        it(`stays in range with types kept: ${of} space, ${kind} observations`, () => {
          const trials = search(sampler, space, 7, outcome)
          expect(trials).toHaveLength(7)
          for (const { assignment } of trials) expectInSpace(space, assignment)
          expect(new Set(keys(trials)).size).toBe(7)
        })
      }

      it(`gives the same for the same seed and history: ${of} space`, () => {
        expect(search(sampler, space, 8, sphere)).toEqual(eight())
      })

      it(`continues with the same suggestion after a restart: ${of} space`, () => {
        const trials = eight()
        const history: History = { goal: 'Minimize', trials: JSON.parse(JSON.stringify(trials.slice(0, 7))) as Trial[] }
        expect(sampler(space, history, randomOf(11, 7))).toEqual(trials[7]?.assignment)
      })

      it(`does not crash on parents, failed and foreign ones among them: ${of} space`, () => {
        const own = search(randomSampler, space, 8, outcomes['failed in between'] ?? sphere)
        const parents: History['parents'] = [
          { type: 'TransferLearning', trials: own },
          { type: 'TransferLearning', trials: own.map((trial) => ({ ...trial, status: 'Failed' })) },
          { type: 'IdenticalDataAndAlgorithm', trials: [] },
          { type: 'TransferLearning', trials: [{ assignment: { other: '1' }, status: 'Completed', value: 1 }] },
          {
            type: 'TransferLearning',
            trials: own.map((trial) => ({
              ...trial,
              assignment: Object.fromEntries(
                space.map(({ name, kind }) => [name, kind === 'Categorical' ? '?' : '0.4']),
              ),
            })),
          },
        ]
        for (const { assignment } of search(sampler, space, 5, sphere, { parents })) expectInSpace(space, assignment)
      })
    }

    const toTheEnd = once(() => search(sampler, finite, 30, sphere))

    it('repeats nothing while a finite space lasts, then ends', () => {
      const trials = toTheEnd()
      expect(trials).toHaveLength(24)
      expect(new Set(keys(trials)).size).toBe(24)
    })

    it('repeats nothing of a parent with identical data and algorithm', () => {
      const first = toTheEnd().slice(0, 10)
      const parents: History['parents'] = [{ type: 'IdenticalDataAndAlgorithm', trials: first }]
      const second = search(sampler, finite, 30, sphere, { parents })
      expect(second).toHaveLength(14)
      expect(new Set(keys([...first, ...second])).size).toBe(24)
    })

    it('suggests the only point of one-point ranges, once', () => {
      const space = spaceOf({
        IntegerParameterRanges: [{ Name: 'epochs', MinValue: '3', MaxValue: '3', ScalingType: 'Logarithmic' }],
        ContinuousParameterRanges: [{ Name: 'rate', MinValue: '0.01', MaxValue: '0.01' }],
        CategoricalParameterRanges: [{ Name: 'optimizer', Values: ['adam'] }],
      })
      const trials = search(sampler, space, 3, sphere)
      expect(trials.map(({ assignment }) => assignment)).toEqual([{ epochs: '3', rate: '0.01', optimizer: 'adam' }])
    })
  })
}

describe('scales', () => {
  for (const { name, sampler } of samplers.filter(({ spaces }) => 'mixed' in spaces)) {
    it(`spreads ${name} suggestions evenly over the scaled range`, () => {
      // A constant objective: nothing but the scale tells one region from another.
      const seeds = Array.from({ length: 60 }, (_, seed) => seed)
      const assignments = seeds.map((seed) => sampler(mixed, { goal: 'Minimize', trials: [] }, randomOf(seed)))
      const share = (is: (assignment: Assignment) => boolean) =>
        assignments.filter((assignment) => assignment !== undefined && is(assignment)).length / seeds.length
      // Halves of the scaled ranges: the roots of 1e-5, 4 x 256 and 0.5 x 0.0005, and the middle.
      for (const half of [
        share(({ rate }) => Number(rate) < 10 ** -2.5),
        share(({ units }) => Number(units) < 32),
        share(({ momentum }) => Number(momentum) < 1 - Math.sqrt(0.5 * 0.0005)),
        share(({ dropout }) => Number(dropout) < 0.45),
      ]) {
        expect(half).toBeGreaterThan(0.3)
        expect(half).toBeLessThan(0.7)
      }
    })
  }

  it('makes integers equally likely, the ends of the range too', () => {
    const space = spaceOf({
      IntegerParameterRanges: [{ Name: 'n', MinValue: '1', MaxValue: '4', ScalingType: 'Linear' }],
    })
    const random = randomOf(5)
    const counts = [0, 0, 0, 0]
    for (let i = 0; i < 4000; i++) {
      const index = Number(randomSampler(space, { goal: 'Minimize', trials: [] }, random)?.['n']) - 1
      counts[index] = (counts[index] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })
})

describe('bayesian sampler on an objective', () => {
  const bowl =
    (centre: number): Outcome =>
    (_, { x, y }) =>
      completed((Number(x) - centre) ** 2 + (Number(y) - 0.3) ** 2)
  const square = spaceOf({
    ContinuousParameterRanges: [
      { Name: 'x', MinValue: '0', MaxValue: '1' },
      { Name: 'y', MinValue: '0', MaxValue: '1' },
    ],
  })
  const best = (trials: readonly Trial[]) => Math.min(...trials.map(({ value = Infinity }) => value))

  it('finds the middle of a bowl that random search does not', () => {
    expect(best(search(bayesianSampler, square, 15, bowl(0.8)))).toBeLessThan(1e-3)
    expect(best(search(randomSampler, square, 15, bowl(0.8)))).toBeGreaterThan(1e-3)
  })

  it('maximizes as it minimizes', () => {
    const hill: Outcome = (i, a) => completed(-(bowl(0.8)(i, a).value ?? 0))
    const values = search(bayesianSampler, square, 15, hill, { goal: 'Maximize' }).map(({ value = -Infinity }) => value)
    expect(Math.max(...values)).toBeGreaterThan(-1e-3)
  })

  it('starts where its parent was good', () => {
    const parent = search(bayesianSampler, square, 12, bowl(0.75))
    const child = search(bayesianSampler, square, 1, bowl(0.8), {
      parents: [{ type: 'TransferLearning', trials: parent }],
    })
    expect(best(child)).toBeLessThan(0.02)
  })

  it('sends four at once to four places', () => {
    const done = search(bayesianSampler, square, 10, bowl(0.8))
    const trials: Trial[] = [...done]
    for (let i = 0; i < 4; i++) {
      const assignment = bayesianSampler(square, { goal: 'Minimize', trials }, randomOf(3, trials.length))
      if (assignment) trials.push({ assignment, status: 'InProgress' })
    }
    const asked = trials.slice(10).map(({ assignment }) => [Number(assignment['x']), Number(assignment['y'])] as const)
    for (const [i, [x, y]] of asked.entries()) {
      for (const [u, v] of asked.slice(i + 1)) expect(Math.hypot(x - u, y - v)).toBeGreaterThan(1e-3)
    }
  })
})
