/** A test of learning rates as lines for a terminal. */

import type { LearningRates } from '@assay/core'
import { learningRateTest } from '@assay/core/internal'

import type { RateSuggestion } from '../observe/suggest-learning-rate.js'

const mostRows = 20
const barWidth = 40

/** The tested variant. */
export interface TestedVariant {
  readonly ref: string
  readonly seed: number
}

/** Returns the curve, a row for each few steps with its smoothed loss as a number and as a bar, and what it suggests. */
export function learningRateTable(
  tested: LearningRates,
  suggestion: RateSuggestion,
  { ref, seed }: TestedVariant,
): string {
  const { steps, diverged } = tested
  const ended = diverged
    ? `ended after ${steps.length} of ${learningRateTest.steps} steps, because the loss diverged`
    : `${steps.length} steps`
  const head = `Learning rates of "${ref}", seed ${seed}: ${ended}.`
  return [head, '', ...curve(tested), '', ...verdict(suggestion)].join('\n')
}

function curve({ steps }: LearningRates): string[] {
  const losses = steps.map(({ smoothedLoss }) => smoothedLoss)
  const [least, most] = [Math.min(...losses), Math.max(...losses)]
  const every = Math.max(1, Math.ceil(steps.length / mostRows))
  const rows = steps.filter((_, at) => (steps.length - 1 - at) % every === 0)
  return [
    'learning rate  smoothed loss',
    ...rows.map(({ learningRate, smoothedLoss }) => {
      const share = most > least ? (smoothedLoss - least) / (most - least) : 0
      const bar = '█'.repeat(Math.round(share * barWidth))
      return `${learningRate.toExponential(1).padStart(13)}  ${smoothedLoss.toPrecision(4).padStart(13)}  ${bar}`.trimEnd()
    }),
  ]
}

function verdict(suggestion: RateSuggestion): string[] {
  if (suggestion.learningRate === undefined) {
    return suggestion.because === 'too-short'
      ? ['No suggestion: the loss diverged at once. Test smaller rates with "--min" and "--max".']
      : ['No suggestion: the smoothed loss falls nowhere. Test other rates with "--min" and "--max".']
  }
  const beyond = suggestion.atEnd ? ' That is the end of what was tested: a larger "--max" may show more.' : ''
  return [
    `Suggested: learning_rate: ${Number(suggestion.learningRate.toPrecision(2))}`,
    `There the smoothed loss falls fastest over the logarithm of the rate (as fastai's rule “steep”).${beyond}`,
    'It is where to begin, no result: one seed and a few steps, and the best rate also depends on batch size, schedule and',
    'epochs. Compare it with its neighbours, such as a third and three times as much, over several seeds. The file is as it was.',
  ]
}
