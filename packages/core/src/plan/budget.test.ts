/** Budgets in plans: SageMaker's limits, budgets that cannot be kept, and the rest after tuning jobs that have run. */

import { listedPrices, pricesFrom } from '../contract/prices.js'
import { planOf, planText, ran, searchStep } from '../testing/plan.js'
import type { MadeTrial } from '../testing/plan.js'
import type { Plan } from '../contract/planned.js'

const file = (stage: string, more = ''): string => `version: 1
name: x
data: rows
objective: {metric: val_accuracy, goal: maximize}
model: {architecture: mlp}
hyperparameters: {epochs: 3, units: 16, learning_rate: 0.001}
${more}
stages:
  a:
    kind: tune
    max_trials: 9
    search_space: {learning_rate: {min: 1e-4, max: 0.1, scale: log}}
${stage}`

const prices = pricesFrom([{ type: 'ml.m5.xlarge', amount: 0.36, currency: 'USD', source: 'a test' }])
const limitsOf = (plan: Plan) => searchStep(plan, 'a').input.HyperParameterTuningJobConfig?.ResourceLimits
const two: readonly MadeTrial[] = [
  [{ learning_rate: 0.01 }, 0.8],
  [{ learning_rate: 0.02 }, 0.9],
]

describe('the budget of a search', () => {
  it('is a limit of time that SageMaker keeps, whoever watches', () => {
    expect(limitsOf(planOf(file('    budget: {max_time: 2h}')))).toEqual({
      MaxNumberOfTrainingJobs: 9,
      MaxParallelTrainingJobs: 2,
      MaxRuntimeInSeconds: 7200,
    })
    expect(limitsOf(planOf(file('')))).not.toHaveProperty('MaxRuntimeInSeconds')
  })

  it('makes of an amount what as many trials as may run at once can use of it, and takes the shorter of two', () => {
    // 0.36 USD an hour, 2 at a time: a cent pays for 50 s.
    const seconds = (stage: string, more?: string) =>
      limitsOf(planOf(file(`    ${stage}`, more), { prices }))?.MaxRuntimeInSeconds
    expect(seconds('budget: {max_cost: 0.1 USD}')).toBe(500)
    expect(seconds('budget: {max_cost: 0.1 USD, max_time: 300s}')).toBe(300)
    expect(seconds('budget: {max_cost: 0.1 USD}', 'resources: {max_parallel: 1}')).toBe(1000)
  })

  it('limits nothing if nothing costs anything', () => {
    expect(limitsOf(planOf(file('    budget: {max_cost: 0.1 USD}')))).not.toHaveProperty('MaxRuntimeInSeconds')
  })

  it('is refused if it pays for less than the shortest limit of SageMaker', () => {
    expect(planText(file('    budget: {max_cost: 0.01 USD}'), { prices }).problems).toEqual([
      '13:24 bad-budget "max_cost" pays for 50 s of 2 trials at a time on ml.m5.xlarge at 0.36 USD an hour (a test); SageMaker limits a search to 120 s at least, which cost 0.024 USD.',
    ])
  })

  it('has no part in the name of a job: a budget decides no result', () => {
    const [with_, without] = ['    budget: {max_time: 2h}', ''].map(
      (stage) => searchStep(planOf(file(stage)), 'a').input,
    )
    expect(with_?.HyperParameterTuningJobName).toBe(without?.HyperParameterTuningJobName)
  })

  it('goes on with what is left of it, as a child, once it is raised, and not before', () => {
    const first = planOf(file('    budget: {max_time: 10m}'))
    const searches = [ran(searchStep(first, 'a'), two, { seconds: 600 })]
    const { plan, problems } = planText(file('    budget: {max_time: 10m}'), { searches })
    expect(plan?.deferred).toEqual([])
    expect(problems).toEqual([
      '11:5 search-ended (warning) The search "a" has used up its budget after 2 trials. Raise "budget" to search on.',
    ])
    expect(limitsOf(planOf(file('    budget: {max_time: 15m}'), { searches }))).toEqual({
      MaxNumberOfTrainingJobs: 7,
      MaxParallelTrainingJobs: 2,
      MaxRuntimeInSeconds: 300,
    })
    // 599 s more would be less than SageMaker takes.
    const little = planText(file('    budget: {max_time: 11m}'), { searches })
    expect(little.problems).toHaveLength(1)
    expect(little.plan?.stages[0]?.arms?.[0]?.jobNames).toHaveLength(1)
  })

  it('counts what the trials before have cost', () => {
    const text = file('    budget: {max_cost: 0.1 USD}')
    const searches = [ran(searchStep(planOf(text, { prices }), 'a'), two, { seconds: 100 })] // 2 cents.
    const more = text.replace('max_trials: 9', 'max_trials: 12')
    expect(limitsOf(planOf(more, { prices, searches }))).toMatchObject({
      MaxNumberOfTrainingJobs: 10,
      MaxRuntimeInSeconds: 400,
    })
  })
})

describe('an amount', () => {
  it.each([
    ['resources: {instance_type: ml.x9.large}', '    budget: {max_cost: 1 USD}', '13:24'],
    ['resources: {instance_type: ml.x9.large}\nbudget: {max_cost: 1 USD}', '', '8:20'],
  ])('is an error where a price is not known, at its line', (more, stage, place) => {
    const { plan, problems } = planText(file(stage, more), { prices })
    expect(plan).toBeUndefined()
    expect(problems).toEqual([
      `${place} no-price What an hour of "ml.x9.large" costs is not known, so that "max_cost" cannot be kept. Say today's price: "aws: {prices: {ml.x9.large: 0.25 USD}}", or "--price ml.x9.large=0.25".`,
    ])
  })

  it('warns if it is reckoned with a price of the list', () => {
    const { plan, problems } = planText(file('    budget: {max_cost: 1 USD}'), { prices: pricesFrom(listedPrices) })
    expect(plan).toBeDefined()
    expect(problems).toEqual([
      '13:24 old-price (warning) "max_cost" is reckoned with ml.m5.xlarge at 0.269 USD an hour (a list of SageMaker’s on-demand prices of 2022). Say today\'s price: "aws: {prices: {ml.m5.xlarge: 0.25 USD}}", or "--price ml.m5.xlarge=0.25".',
    ])
  })

  it('is an error in a currency in which no price is known', () => {
    expect(planText(file('', 'budget: {max_cost: 1 EUR}'), { prices }).problems).toEqual([
      '7:20 no-price "max_cost" is in EUR, and prices are known in USD only. Say them in EUR: "aws: {prices: {ml.m5.xlarge: 0.25 EUR}}".',
    ])
  })
})

describe('the budget of the whole experiment', () => {
  it('is in the plan, and warns of what may take more than all of it', () => {
    const { plan, problems } = planText(file('', 'budget: {max_cost: 40 USD, max_time: 12h}'), { prices })
    expect(plan?.budget).toEqual({ maximumCost: { amount: 40, currency: 'USD' }, maximumSeconds: 43_200 })
    // 9 trials of at most a day: 77.76 USD, and 5 days two at a time.
    expect(problems.map((problem) => problem.split('. Say')[0])).toEqual([
      '7:20 over-budget (warning) "a" may cost 77.76 USD by itself, more than "max_cost", and is not started',
      '7:38 over-budget (warning) "a" may take 5 d by itself, more than "max_time", and is not started',
    ])
    const bounded = 'budget: {max_cost: 40 USD, max_time: 12h}\nresources: {max_runtime: 2h}'
    expect(planText(file('', bounded), { prices }).problems).toEqual([])
  })
})
