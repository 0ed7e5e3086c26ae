import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix'

import { randomOf } from '../space/random.js'
import { spaceOf } from '../space/space.js'
import { factor, solveLower, solveUpper } from './cholesky.js'
import { categoricalOf, emptyCorrelations, fillCorrelations, fillCovariance, singleOf, warp } from './covariance.js'
import { ellipticalSlice } from './elliptical-slice.js'
import { expectedImprovementOf, logImprovement } from './expected-improvement.js'
import { hyperparametersOf, layoutOf } from './hyperparameters.js'
import { posteriorOf } from './posterior.js'
import { sampleHyperparameters } from './sampling.js'

const space = spaceOf({
  ContinuousParameterRanges: [
    { Name: 'x', MinValue: '0', MaxValue: '1' },
    { Name: 'y', MinValue: '0', MaxValue: '1' },
  ],
  CategoricalParameterRanges: [{ Name: 'k', Values: ['a', 'b'] }],
})

const random = randomOf(4)
const count = 12
const inputs = {
  x: Float64Array.from({ length: count * 3 }, (_, i) => (i % 3 === 2 ? random.below(2) : random.uniform())),
  task: Uint8Array.from({ length: count }, (_, i) => (i < 8 ? 0 : 1)),
  count,
}
const y = Float64Array.from({ length: count }, () => random.normal())
const z = Float64Array.from({ length: layoutOf(space, 1).size }, () => 0.3 * random.normal())
const h = hyperparametersOf(space, 1, z)

function full(): Matrix {
  const [warped, flat] = [new Float64Array(inputs.x.length), new Float64Array(count * count)]
  const correlations = emptyCorrelations(count)
  warp(inputs.x, categoricalOf(space), h, warped)
  fillCorrelations(warped, count, categoricalOf(space), h.inverse, correlations)
  fillCovariance(inputs, correlations, h, flat)
  const matrix = Matrix.zeros(count, count)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      matrix.set(i, j, flat[i * count + j] ?? 0)
      matrix.set(j, i, flat[i * count + j] ?? 0)
    }
  }
  return matrix
}

describe('singleOf', () => {
  it('is the mean of what each dimension is by itself', () => {
    const categorical = categoricalOf(space)
    const inverse = Float64Array.of(1, 2, 0.5)
    const alone = (difference: number, scale: number) => {
      const r = Math.sqrt(5 * 3) * difference * scale
      return (1 + r + r ** 2 / 3) * Math.exp(-r)
    }
    const between = singleOf(Float64Array.of(0.2, 0.9, 1), 0, Float64Array.of(0.5, 0.9, 0), 0, categorical, inverse)
    expect(between).toBeCloseTo((alone(0.3, 1) + 1 + alone(1, 0.5)) / 3, 12)
  })
})

describe('cholesky', () => {
  const matrix = full()
  const flat = Float64Array.from(matrix.to1DArray())
  const reference = new CholeskyDecomposition(matrix)

  it('gives the factor that ml-matrix does', () => {
    const l = flat.slice()
    expect(factor(l, count)).toBe(true)
    for (let i = 0; i < count; i++) {
      for (let j = 0; j <= i; j++) expect(l[i * count + j]).toBeCloseTo(reference.lowerTriangularMatrix.get(i, j), 10)
    }
  })

  it('solves as ml-matrix does', () => {
    const l = flat.slice()
    factor(l, count)
    const solved = y.slice()
    solveLower(l, count, solved)
    solveUpper(l, count, solved)
    const expected = reference.solve(Matrix.columnVector([...y])).to1DArray()
    expected.forEach((value, i) => expect(solved[i]).toBeCloseTo(value, 7))
  })

  it('refuses a matrix that is not positive definite', () => {
    expect(factor(Float64Array.from([1, 0, 2, 1]), 2)).toBe(false)
  })
})

describe('posteriorOf', () => {
  it('leaves out each observation as a model without it would', () => {
    const { leftOut } = posteriorOf(space, h, inputs, y, randomOf(1))
    let expected = 0
    const matrix = full()
    for (let i = 0; i < 8; i++) {
      const rest = Array.from({ length: count }, (_, j) => j).filter((j) => j !== i)
      const k = matrix.subMatrixColumn([i]).subMatrixRow(rest)
      const solver = inverse(matrix.selection(rest, rest))
      const mean = k
        .transpose()
        .mmul(solver)
        .mmul(Matrix.columnVector(rest.map((j) => y[j] ?? 0)))
        .get(0, 0)
      const variance = matrix.get(i, i) - k.transpose().mmul(solver).mmul(k).get(0, 0)
      expected -= 0.5 * Math.log(variance) + ((y[i] ?? 0) - mean) ** 2 / (2 * variance)
    }
    expect(leftOut()).toBeCloseTo(expected, 5)
  })

  it('passes through its observations if noise is small, and is unsure away from them', () => {
    const quiet = { ...h, noise: 1e-8 }
    const { predict } = posteriorOf(space, quiet, inputs, y, randomOf(1))
    const out = new Float64Array(2)
    predict(inputs.x.subarray(3, 6), out)
    expect(out[0]).toBeCloseTo(y[1] ?? 0, 3)
    expect(out[1]).toBeLessThan(0.01)
    predict(Float64Array.from([0.5, 0.5, 0]), out)
    expect(out[1]).toBeGreaterThan(0.01)
  })

  it('is sure at a pending point, whose fantasies scatter as the posterior did', () => {
    const out = new Float64Array(2)
    const observed = { x: inputs.x.subarray(0, 18), task: inputs.task.subarray(0, 6), count: 6 }
    const at = inputs.x.subarray(18, 21)
    const seen = y.slice(0, 6)
    const quiet = { ...h, noise: 1e-6 }
    posteriorOf(space, quiet, observed, seen, randomOf(1)).predict(at, out)
    const [mean, deviation] = [out[0] ?? 0, out[1] ?? 0]
    const withPending = { x: inputs.x.subarray(0, 21), task: inputs.task.subarray(0, 7), count: 7 }
    const fantasies = Array.from({ length: 2000 }, (_, seed) => {
      posteriorOf(space, quiet, withPending, seen, randomOf(seed)).predict(at, out)
      expect(out[1]).toBeLessThan(0.01)
      return out[0] ?? 0
    })
    const average = fantasies.reduce((sum, value) => sum + value, 0) / fantasies.length
    const spread = Math.sqrt(fantasies.reduce((sum, value) => sum + (value - average) ** 2, 0) / fantasies.length)
    expect(Math.abs(average - mean)).toBeLessThan(0.1 * deviation)
    expect(Math.abs(spread / deviation - 1)).toBeLessThan(0.1)
  })
})

describe('ellipticalSlice', () => {
  it('draws from the posterior: a normal prior and a normal likelihood', () => {
    const source = randomOf(9)
    const state = new Float64Array(1)
    // Likelihood N(1, 0.5^2) and prior N(0, 1): posterior mean 0.8, variance 0.2.
    const logLikelihood = (at: Float64Array) => -2 * ((at[0] ?? 0) - 1) ** 2
    let value = logLikelihood(state)
    const draws = Array.from({ length: 8000 }, () => {
      value = ellipticalSlice(state, [0, 1], value, logLikelihood, source)
      return state[0] ?? 0
    })
    const mean = draws.reduce((sum, each) => sum + each, 0) / draws.length
    expect(Math.abs(mean - 0.8)).toBeLessThan(0.03)
    expect(Math.abs(draws.reduce((sum, each) => sum + (each - mean) ** 2, 0) / draws.length - 0.2)).toBeLessThan(0.03)
  })
})

describe('sampleHyperparameters', () => {
  it('finds which input matters', () => {
    const source = randomOf(6)
    const x = Float64Array.from({ length: 40 * 3 }, (_, i) => (i % 3 === 2 ? 0 : source.uniform()))
    const rows = { x, task: new Uint8Array(40), count: 40 }
    const values = Float64Array.from({ length: 40 }, (_, i) => Math.sin(9 * (x[3 * i] ?? 0)))
    const samples = sampleHyperparameters(space, 0, rows, values, { burnIn: 40, samples: 10, thin: 3 }, source)
    for (const { inverse: scale } of samples) expect(scale[0]).toBeGreaterThan(2 * (scale[1] ?? 0))
  })
})

describe('logImprovement', () => {
  it('is the logarithm of the improvement, by numeric integration', () => {
    for (const at of [-8, -3, -1, 0, 0.5, 2, 4.99, 5.01, 20]) {
      let sum = 0
      const step = 1e-3
      for (let u = Math.max(-12, -at) + step / 2; u < 12; u += step) {
        sum += (at + u) * Math.exp(-0.5 * u * u) * step
      }
      expect(logImprovement(at)).toBeCloseTo(Math.log(sum / Math.sqrt(2 * Math.PI)), 2)
    }
  })

  it('falls without a step or an end', () => {
    let before = logImprovement(10)
    for (let at = 9.9; at > -200; at -= 0.1) {
      const value = logImprovement(at)
      expect(value).toBeLessThan(before)
      before = value
    }
    expect(Number.isFinite(logImprovement(-1e8))).toBe(true)
  })
})

describe('expectedImprovementOf', () => {
  // Two rows pending, three fantasies each, one posterior twice as likely as the other.
  const observed = y.slice(0, 10)
  const mixture = [h, { ...h, noise: 0.1, a: h.a.map((a) => 2 * a) }].map((each, i) => ({
    posterior: posteriorOf(space, each, inputs, observed, randomOf(i), 3),
    logWeight: Math.log(2 - i),
  }))
  const improvement = expectedImprovementOf(mixture)
  const points = Array.from({ length: 10 }, () => Float64Array.of(random.uniform(), random.uniform(), random.below(2)))

  it('is the average over fantasies and posteriors', () => {
    const out = new Float64Array(4)
    for (const x of points) {
      let sum = 0
      for (const { posterior, logWeight } of mixture) {
        posterior.predict(x, out)
        const deviation = out[3] ?? 0
        for (const [f, best] of posterior.best.entries()) {
          const z = (best - (out[f] ?? 0)) / deviation
          sum += Math.exp(logWeight + logImprovement(z)) * deviation
        }
      }
      expect(improvement(x)).toBeCloseTo(Math.log(sum), 10)
    }
  })

  it('has the gradient that differences show', () => {
    const gradient = new Float64Array(3)
    for (const x of points) {
      improvement(x, gradient)
      for (const j of [0, 1]) {
        const at = (step: number) => improvement(x.with(j, (x[j] ?? 0) + step))
        const slope = (at(1e-6) - at(-1e-6)) / 2e-6
        expect(Math.abs((gradient[j] ?? 0) - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)))
      }
      expect(gradient[2]).toBe(0)
    }
  })
})
