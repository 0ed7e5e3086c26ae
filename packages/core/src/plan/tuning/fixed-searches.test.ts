import { planOf, planText, ran, searchStep } from '../../testing/plan.js'
import type { MadeTrial } from '../../testing/plan.js'

const search = (keys: string, units: string, name = 'all'): string => `version: 1
name: x
data: rows
objective: {metric: val_accuracy, goal: maximize}
model: {architecture: mlp}
hyperparameters: {epochs: 3, units: 16, learning_rate: 0.001}
stages:
  ${name}: {kind: tune, ${keys}, search_space: {units: ${units}}}
`
const tried: readonly MadeTrial[] = [
  [{ units: 8 }, 0.8],
  [{ units: 16 }, 0.9],
]
const grid = (units: string, name?: string): string => search('strategy: grid', `{values: ${units}}`, name)

describe('a search that SageMaker cannot go on with', () => {
  const one = ran(searchStep(planOf(grid('[8, 16]')), 'all'), tried)

  it('is as it was when the values of a grid are written in another order', () => {
    const { plan, problems } = planText(grid('[16, 8]'), { searches: [one] })
    expect(problems).toEqual([])
    expect(plan?.stages[0]?.arms?.[0]?.jobNames).toEqual([one.name])
    expect(plan?.steps).toEqual([])
  })

  it('is as it was when a grid no longer has the seed that it was made with', () => {
    const { plan, problems } = planText(grid('[8, 16]'), {
      searches: [{ ...one, name: 'x-0badcafe000', searchSeed: 7 }],
    })
    expect(problems).toEqual([])
    expect(plan?.stages[0]?.arms?.[0]?.jobNames).toEqual(['x-0badcafe000'])
  })

  it('says what can be done instead of going on', () => {
    expect(planText(grid('[8, 32]'), { searches: [one] }).problems).toEqual([
      '8:8 search-ended (warning) "all" has changed, but it has made all of its 2 trials; SageMaker cannot go on with grid searches. Undo the change, or give the stage another name to search again from the start.',
    ])
    expect(
      searchStep(planOf(grid('[8, 32]', 'other'), { searches: [one] }), 'other').input.WarmStartConfig,
    ).toBeUndefined()

    const band = (max: number): string => search('strategy: hyperband, max_trials: 2', `{min: 8, max: ${max}}`)
    const raced = ran(searchStep(planOf(band(64)), 'all'), tried)
    expect(planText(band(32), { searches: [raced] }).problems).toEqual([
      '8:42 search-ended (warning) "all" has changed, but it has made all of its 2 trials; SageMaker cannot go on with hyperband searches. Undo the change, or give the stage another name to search again from the start.',
    ])
    const stopped = ran(searchStep(planOf(grid('[8, 16]')), 'all'), tried.slice(1), { status: 'Stopped' })
    expect(planText(grid('[8, 16]'), { searches: [stopped] }).problems).toEqual([
      '8:8 search-ended (warning) The search "all" was stopped after 1 trial; SageMaker cannot go on with grid searches. Make a new stage of what is left.',
    ])
  })
})
