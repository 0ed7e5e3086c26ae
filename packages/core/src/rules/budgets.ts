/** A budget is an amount or a time, in one currency, of the file or of a tuning stage. */

import type { Budget, Experiment } from '../language/experiment.js'
import { readMoney } from '../base/money.js'
import { leastSeconds, mostSeconds } from '../contract/job-size.js'
import { durationSeconds } from '../base/duration.js'
import type { Rule, RuleContext } from './written/rule.js'

/** Checks the budget of the file and those of its searches, and the prices of `aws`. */
export const budgets: Rule = (context) => {
  const { experiment, report } = context
  if (experiment.budget) checkBudget(experiment.budget, context)
  for (const stage of Object.values(experiment.stages)) {
    if (!stage.budget) continue
    if (stage.kind === 'tune') checkBudget(stage.budget, context, true)
    else {
      const message = '"budget" belongs to a stage of "kind: tune", or to the file as a whole.'
      report('misplaced-key', message, [stage, 'budget', 'key'])
    }
  }
  checkPrices(experiment, context)
}

function checkBudget(budget: Budget, { report }: RuleContext, isSearch = false): void {
  const { max_cost: cost, max_time: time } = budget
  if (cost === undefined && time === undefined) {
    report('bad-budget', '"budget" is empty; expected "max_cost", "max_time" or both.', [budget])
  }
  if (cost !== undefined && readMoney(cost).amount === 0) {
    report('bad-budget', `"max_cost" is "${cost}"; expected more than nothing.`, [budget, 'max_cost'])
  }
  if (time === undefined) return
  const seconds = durationSeconds(time)
  const refuse = (expected: string): void =>
    report('bad-budget', `"max_time" is "${time}"; expected ${expected}.`, [budget, 'max_time'])
  if (isSearch && seconds < leastSeconds)
    refuse(`at least ${leastSeconds}s, the least that SageMaker takes of a search`)
  else if (isSearch && seconds > mostSeconds) refuse('at most 182.5d, the most that SageMaker takes of a search')
  else if (seconds === 0) refuse('more than nothing')
}

function checkPrices({ aws }: Experiment, { report }: RuleContext): void {
  const prices = aws?.prices
  if (!prices) return
  const [[, first] = []] = Object.entries(prices)
  for (const [type, price] of Object.entries(prices)) {
    const currency = first && readMoney(first).currency
    if (readMoney(price).currency !== currency) {
      const message = `The price of "${type}" is "${price}"; expected "${currency}", as the first of them: amounts are added.`
      report('bad-budget', message, [prices, type])
    }
  }
}
