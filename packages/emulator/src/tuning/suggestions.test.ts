import { build } from '../testing/standing.js'
import { randomOf } from './space/random.js'
import { suggest } from './suggest.js'
import type { Question } from './suggest.js'
import type { Suggestions } from './suggestions.js'
import type { Trial } from './space/history.js'

/** The built file, whose suggestions come from a thread. */
const builtFile = new URL('../../dist/tuning/suggestions.js', import.meta.url).href
let suggestions: Suggestions
beforeAll(async () => {
  build()
  const built = (await import(builtFile)) as { Suggestions: new () => Suggestions }
  suggestions = new built.Suggestions()
})
afterAll(() => suggestions.close())

const random = randomOf(1)
const trials = (count: number): Trial[] =>
  Array.from({ length: count }, () => {
    const [x, y] = [random.uniform(), random.uniform()]
    return {
      assignment: { x: String(x), y: String(y) },
      status: 'Completed',
      value: (x - 0.3) ** 2 + (y - 0.6) ** 2,
    }
  })
const question = (count: number, index = count): Question => ({
  strategy: 'Bayesian',
  ranges: { ContinuousParameterRanges: ['x', 'y'].map((Name) => ({ Name, MinValue: '0', MaxValue: '1' })) },
  history: { goal: 'Minimize', trials: trials(count), parents: [] },
  seed: 1,
  index,
})

describe('suggestions from a thread', () => {
  it('equal those made in place', async () => {
    const questions = [0, 1, 5, 20].map((count) => question(count))
    const answers = await Promise.all(questions.map((each) => suggestions.ask(each)))
    expect(answers).toEqual(questions.map(suggest))
  })

  it('leave the server free to answer meanwhile', async () => {
    let turns = 0
    const timer = setInterval(() => (turns += 1), 10)
    const from = performance.now()
    await suggestions.ask(question(400))
    const took = performance.now() - from
    clearInterval(timer)
    // In place there would be no turn at all; on a busy machine some are late.
    expect(turns).toBeGreaterThan(Math.min(5, took / 100))
  })

  it('reject a question that cannot be answered, and answer the next', async () => {
    const broken = { ...question(5), ranges: undefined } as unknown as Question
    await expect(suggestions.ask(broken)).rejects.toThrow(/undefined/)
    expect(await suggestions.ask(question(3))).toBeDefined()
  })
})
