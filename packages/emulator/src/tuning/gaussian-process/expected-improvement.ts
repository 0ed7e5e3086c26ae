/** The logarithm of expected improvement, which still has a slope where the improvement itself is nil. */
import erfcx from '@stdlib/math-base-special-erfcx'

import type { Posterior } from './posterior.js'

const { exp, log, sqrt, PI: pi, SQRT2: root2 } = Math

const logRoot2Pi = 0.5 * log(2 * pi)

/**
 * Returns log h(z), h(z) = phi(z) + z Phi(z), for a standardized improvement z; the expected improvement of a normal
 * is its standard deviation times h. The scaled complementary error function keeps it exact far below zero (Ament et
 * al., "Unexpected Improvements to Expected Improvement for Bayesian Optimization", NeurIPS 2023).
 */
export function logImprovement(z: number): number {
  const logDensity = -0.5 * z * z - logRoot2Pi
  if (z < -1e5) return logDensity - 2 * log(-z)
  // Phi(z) / phi(z) = sqrt(pi / 2) erfcx(-z / sqrt 2); above 5 Phi is 1 for our purpose and erfcx overflows.
  if (z > 5) return log(z + exp(logDensity))
  const ratio = 1 + z * sqrt(pi / 2) * erfcx(-z / root2)
  return logDensity + log(z < -50 ? 1 / (z * z) : ratio)
}

/** Returns the slope of log h at z, Phi / h, and phi / h, from which all slopes of the improvement are made. */
function slopes(z: number): readonly [number, number] {
  if (z > 5) return [1 / z, 0]
  // Far below zero the two ratios are -z and z squared, and what is left of 1 + z Phi / phi is lost in rounding.
  if (z < -50) return [-z, z * z]
  const ratio = sqrt(pi / 2) * erfcx(-z / root2)
  return [ratio / (1 + z * ratio), 1 / (1 + z * ratio)]
}

/** Posteriors to average over, with the logarithm of the weight of each. */
export type Mixture = readonly { readonly posterior: Posterior; readonly logWeight: number }[]

/** The acquisition of a point. Fills `gradient` if it is given. */
export type Acquisition = (x: Float64Array, gradient?: Float64Array) => number

/**
 * Returns the logarithm of the expected improvement, averaged over the posteriors and, in each, over the fantasies of
 * what is pending.
 */
export function expectedImprovementOf(mixture: Mixture): Acquisition {
  const fantasies = mixture[0]?.posterior.best.length ?? 1
  const [moments, shares] = [new Float64Array(fantasies + 1), new Float64Array(fantasies + 1)]
  let part = new Float64Array(0)
  return (x, gradient) => {
    gradient?.fill(0)
    let top = -Infinity
    let sum = 0
    for (const { posterior, logWeight } of mixture) {
      posterior.predict(x, moments)
      const deviation = moments[fantasies] as number
      let [its, inner] = [-Infinity, 0]
      for (let f = 0; f < fantasies; f++) {
        const value = logImprovement(((posterior.best[f] as number) - (moments[f] as number)) / deviation)
        shares[f] = value
        if (value > its) [inner, its] = [inner * exp(its - value) + 1, value]
        else inner += exp(value - its)
      }
      const value = logWeight + log(deviation) + its + log(inner)
      const [keep, add] = value > top ? [exp(top - value), 1] : [1, exp(value - top)]
      if (value > top) top = value
      sum = sum * keep + add
      if (gradient === undefined) continue
      shares[fantasies] = 0
      for (let f = 0; f < fantasies; f++) {
        const share = exp((shares[f] as number) - its) / inner / deviation
        const [rise, density] = slopes(((posterior.best[f] as number) - (moments[f] as number)) / deviation)
        shares[f] = -share * rise
        shares[fantasies] = shares[fantasies] + share * density
      }
      if (part.length !== x.length) part = new Float64Array(x.length)
      posterior.slope(shares, part)
      for (let j = 0; j < x.length; j++) gradient[j] = (gradient[j] as number) * keep + (part[j] as number) * add
    }
    if (gradient) for (let j = 0; j < x.length; j++) gradient[j] = (gradient[j] as number) / sum
    return top + log(sum)
  }
}
