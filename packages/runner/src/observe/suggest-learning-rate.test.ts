import type { LearningRates } from '@assay/core'

import { suggestLearningRate } from './suggest-learning-rate.js'

/** A curve over 100 rates from 1e-6 to 1, of the logarithm of the rate and the step. */
function curve(loss: (log10: number, step: number) => number, steps = 100, diverged = false): LearningRates {
  return {
    steps: Array.from({ length: steps }, (_, step) => {
      const log10 = (6 * step) / 99 - 6
      return { learningRate: 10 ** log10, loss: 0, smoothedLoss: loss(log10, step) }
    }),
    diverged,
  }
}

const logistic = (log10: number, steepest: number): number => 2.3 - 1.8 / (1 + Math.exp(-4 * (log10 - steepest)))

describe('suggestLearningRate', () => {
  it.each([25, 50, 77])('finds the steepest descent over the logarithm of the rate, at step %d', (at) => {
    const steepest = (6 * at) / 99 - 6
    expect(suggestLearningRate(curve((log10) => logistic(log10, steepest)))).toEqual({
      learningRate: 10 ** steepest,
      atEnd: false,
    })
  })

  it("agrees with NumPy's gradient on a bumpy curve", () => {
    // np.gradient(losses[10:-1]).argmin() + 10 is 57.
    const bumpy = curve((log10, step) => logistic(log10, -2.5) + 0.02 * Math.sin(1.7 * step))
    expect(suggestLearningRate(bumpy).learningRate).toBe(bumpy.steps[57]?.learningRate)
  })

  it('leaves out the first ten steps and the last', () => {
    const noisyEnds = curve((log10, step) => logistic(log10, -3) - (step > 8 ? 5 : 0) - (step > 98 ? 5 : 0))
    expect(suggestLearningRate(noisyEnds).learningRate).toBeCloseTo(10 ** -3, 3)
  })

  it('reports a suggestion at the end of the tested rates', () => {
    expect(suggestLearningRate(curve((log10) => -(10 ** log10)))).toMatchObject({ atEnd: true })
    expect(suggestLearningRate(curve((log10) => -(10 ** log10), 100, true))).toMatchObject({ atEnd: false })
  })

  it('suggests nothing if the loss never falls, or if there are too few steps', () => {
    expect(suggestLearningRate(curve((log10) => 10 ** log10))).toEqual({ because: 'nowhere-falls' })
    expect(suggestLearningRate(curve(() => 1))).toEqual({ because: 'nowhere-falls' })
    expect(suggestLearningRate(curve((log10) => -log10, 12, true))).toEqual({ because: 'too-short' })
  })
})
