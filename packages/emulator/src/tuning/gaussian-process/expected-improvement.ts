/** The logarithm of expected improvement, which still has a slope where the improvement itself is nil. */
import erfcx from '@stdlib/math-base-special-erfcx'

import type { Posterior } from './posterior.js'

const logRoot2Pi = 0.5 * Math.log(2 * Math.PI)

/**
 * Returns log h(z), h(z) = phi(z) + z Phi(z), for a standardised improvement z; the expected improvement of a normal
 * is its standard deviation times h. The scaled complementary error function keeps it exact far below zero (Ament et
 * al., "Unexpected Improvements to Expected Improvement for Bayesian Optimization", NeurIPS 2023).
 */
export function logImprovement(z: number): number {
  const logDensity = -0.5 * z * z - logRoot2Pi
  if (z < -1e5) return logDensity - 2 * Math.log(-z)
  // Phi(z) / phi(z) = sqrt(pi / 2) erfcx(-z / sqrt 2); above 5 Phi is 1 for our purpose and erfcx overflows.
  if (z > 5) return Math.log(z + Math.exp(logDensity))
  const ratio = 1 + z * Math.sqrt(Math.PI / 2) * erfcx(-z / Math.SQRT2)
  return logDensity + Math.log(z < -50 ? 1 / (z * z) : ratio)
}

/** Posteriors to average over, with the logarithm of the weight of each. */
export type Mixture = readonly { readonly posterior: Posterior; readonly logWeight: number }[]

/** Returns log expected improvement at a point, the improvement averaged over the posteriors. */
export function logExpectedImprovement(mixture: Mixture, x: Float64Array, out: Float64Array): number {
  let top = -Infinity
  let sum = 0
  for (const { posterior, logWeight } of mixture) {
    posterior.predict(x, out)
    const deviation = out[1] as number
    const value = logWeight + Math.log(deviation) + logImprovement((posterior.best - (out[0] as number)) / deviation)
    if (value > top) [sum, top] = [sum * Math.exp(top - value) + 1, value]
    else sum += Math.exp(value - top)
  }
  return top + Math.log(sum)
}
