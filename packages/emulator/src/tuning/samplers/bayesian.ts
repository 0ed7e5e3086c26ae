/** Bayesian optimization with a Gaussian process, in the manner of SageMaker's (Perrone et al., KDD 2021). */
import { maximize } from './acquisition.js'
import type { Effort } from './acquisition.js'
import { assignmentKey } from '../space/combinations.js'
import { expectedImprovementOf } from '../gaussian-process/expected-improvement.js'
import type { Mixture } from '../gaussian-process/expected-improvement.js'
import { posteriorOf } from '../gaussian-process/posterior.js'
import type { Posterior } from '../gaussian-process/posterior.js'
import { sampleHyperparameters } from '../gaussian-process/sampling.js'
import type { Chain } from '../gaussian-process/sampling.js'
import { taken } from '../space/history.js'
import type { History } from '../space/history.js'
import { nextInitialPoint } from './initial-design.js'
import { modelData } from '../gaussian-process/model-data.js'
import type { ModelData } from '../gaussian-process/model-data.js'
import type { Sampler } from './sampler.js'
import { decode, encode } from '../space/space.js'
import type { Point, Space } from '../space/space.js'
import { leftOver } from './random.js'

/** Suggests the point of greatest expected improvement over the best so far, after a few spread over the space. */
export const bayesianSampler: Sampler = (space, history, random) => {
  const seen = taken(space, history)
  const data = modelData(space, history)
  const first = initialCount(space)
  if (data.parents === 0 && data.own < first && (history.trials.length < first || data.own === 0)) {
    const before = points(space, history)
    const assignment = decode(space, nextInitialPoint(space, before, Math.max(first, before.length + 1), random))
    return seen.has(assignmentKey(space, assignment)) ? leftOver(space, seen, random) : assignment
  }
  const { chain, effort, fitted } = budget(data)
  const fantasies = data.inputs.count > data.y.length ? 4 : 1
  const infer = (rows: ModelData, length: Chain) =>
    sampleHyperparameters(space, rows.parents, ...subset(space, rows, fitted), length, random).map((h) =>
      posteriorOf(space, h, rows.inputs, rows.y, random, fantasies),
    )
  const informed = infer(data, chain)
  const cold = { ...chain, samples: Math.ceil(chain.samples / 2) }
  const mixture =
    data.parents > 0 && data.own > 0
      ? [...weighted(informed, 1 - doubt), ...weighted(infer(alone(space, data), cold), doubt)]
      : informed.map((posterior) => ({ posterior, logWeight: 0 }))
  const [score, rough] = [expectedImprovementOf(mixture), expectedImprovementOf(heaviest(mixture, 2))]
  const good = incumbents(space, data)
  return maximize(space, score, rough, good, seen, effort, random) ?? leftOver(space, seen, random)
}

/** Enough to see a difference; hyperparameters are averaged over, so that the model can be trusted early. */
export const initialCount = (space: Space) => Math.min(3, space.length + 1)

const points = (space: Space, history: History) =>
  history.trials.flatMap(({ assignment }): readonly Point[] => {
    const point = encode(space, assignment)
    return point ? [point] : []
  })

/** The prior probability that the parents mislead, and a model that knows nothing of them is the better one. */
const doubt = 0.2

/** Weighs a model by how well it foretells each of the search's own results from the others: its evidence. */
function weighted(posteriors: readonly Posterior[], probability: number): Mixture {
  const foretold = posteriors.map(({ leftOut }) => leftOut())
  const top = Math.max(...foretold)
  const mean = foretold.reduce((sum, each) => sum + Math.exp(each - top), 0) / foretold.length
  const logWeight = Math.log(probability / posteriors.length) + top + Math.log(mean)
  return posteriors.map((posterior) => ({ posterior, logWeight }))
}

/** Returns so many of the posteriors, those of greatest weight. */
const heaviest = (mixture: Mixture, count: number): Mixture =>
  [...mixture].sort((one, other) => other.logWeight - one.logWeight).slice(0, count)

/** Returns the data without the parents'. */
function alone(space: Space, { inputs, y, own }: ModelData): ModelData {
  const d = space.length
  const rows = [...inputs.task.keys()].filter((row) => inputs.task[row] === 0)
  const x = Float64Array.from(rows.flatMap((row) => [...inputs.x.subarray(row * d, (row + 1) * d)]))
  const count = rows.length
  return { inputs: { x, task: new Uint8Array(count), count }, y: y.slice(0, own), own, parents: 0 }
}

/** How much to compute, so that a suggestion stays within a tenth of a second as the cube of the rows grows. */
function budget(data: ModelData): { chain: Chain; effort: Effort; fitted: number } {
  const { count } = data.inputs
  const margin = marginOf(data)
  if (count > 250)
    return { chain: { burnIn: 8, samples: 1, thin: 1 }, effort: { points: 300, ascents: 2, margin }, fitted: 80 }
  if (count > 100)
    return { chain: { burnIn: 10, samples: 3, thin: 2 }, effort: { points: 800, ascents: 3, margin }, fitted: 80 }
  return { chain: { burnIn: 15, samples: 8, thin: 2 }, effort: { points: 1500, ascents: 4, margin }, fitted: 100 }
}

/**
 * How far from the ends of ranges to stay at first, as a share of them. A process is least sure at the ends, beyond all
 * it has seen, so that improvement is expected there too often while little is known, the more so in many dimensions
 * (Siivola et al., "Correcting boundary over-exploration deficiencies in Bayesian optimization", MLSP 2018).
 */
const marginOf = ({ own }: ModelData): number => 0.25 * Math.max(0, 1 - own / 16)

/** Returns observed rows to learn hyperparameters from: all, or an even choice of so many. */
function subset(space: Space, { inputs, y }: ModelData, most: number) {
  const count = Math.min(y.length, most)
  const rows = Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * y.length) / count))
  const d = space.length
  const x = Float64Array.from(rows.flatMap((row) => [...inputs.x.subarray(row * d, (row + 1) * d)]))
  const task = Uint8Array.from(rows, (row) => inputs.task[row] ?? 0)
  return [{ x, task, count }, Float64Array.from(rows, (row) => y[row] ?? 0)] as const
}

/** Returns the best points of any task that lie in the space; a parent's may not. */
function incumbents(space: Space, { inputs, y }: ModelData): readonly Point[] {
  const order = [...y.keys()].sort((one, other) => (y[one] ?? 0) - (y[other] ?? 0))
  const d = space.length
  const found = order.map((row) => [...inputs.x.subarray(row * d, (row + 1) * d)])
  return found
    .filter((point) => point.every((at, i) => at >= 0 && (space[i]?.kind === 'Categorical' || at <= 1)))
    .slice(0, 5)
}
