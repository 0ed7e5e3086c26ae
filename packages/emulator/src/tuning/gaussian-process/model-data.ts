/** The history as a Gaussian process takes it: rows of coordinates, their tasks, and standardized losses. */
import type { Inputs } from './covariance.js'
import { loss } from '../space/history.js'
import type { History, Trial } from '../space/history.js'
import { normalized } from './output-scale.js'
import { encode } from '../space/space.js'
import type { Point, Space } from '../space/space.js'

export interface ModelData {
  /** Observed rows first, in the order of `y`; then the pending ones. */
  readonly inputs: Inputs
  readonly y: Float64Array
  /** How many of the observations are the search's own. */
  readonly own: number
  readonly parents: number
}

interface Row {
  readonly point: Point
  readonly task: number
  readonly loss: number
}

const maxOwn = 500
const maxInherited = 120

/** Returns the rows of a history. A trial that failed counts as the worst value its tuning job has seen. */
export function modelData(space: Space, history: History): ModelData {
  const own = rows(space, history, history.trials, 0, maxOwn)
  const parents = (history.parents ?? []).map(({ trials }) => trials)
  const each = Math.ceil(maxInherited / Math.max(1, parents.length))
  const inherited = parents
    .map((trials, i) => rows(space, history, trials, i + 1, each))
    .filter((found) => found.length > 1)
    .map((found, i) => found.map((row) => ({ ...row, task: i + 1 })))
  const observed = [...own, ...inherited.flat()]
  const pending = history.trials
    .filter(({ status }) => status === 'InProgress')
    .flatMap(({ assignment }): readonly Row[] => {
      const point = encode(space, assignment)
      return point ? [{ point, task: 0, loss: NaN }] : []
    })
  const all = [...observed, ...pending]
  return {
    inputs: {
      x: Float64Array.from(all.flatMap(({ point }) => point)),
      task: Uint8Array.from(all, ({ task }) => task),
      count: all.length,
    },
    y: normalized([own, ...inherited].map((found) => found.map((row) => row.loss))),
    own: own.length,
    parents: inherited.length,
  }
}

function rows(space: Space, history: History, trials: readonly Trial[], task: number, most: number): readonly Row[] {
  const ended = trials.filter(({ status }) => status !== 'InProgress')
  const found = ended.flatMap((trial) => {
    const point = encode(space, trial.assignment)
    return point ? [{ point, task, loss: loss(history.goal, trial) }] : []
  })
  const known = found.flatMap((row) => (row.loss === undefined ? [] : [row.loss]))
  if (known.length === 0) return []
  const worst = known.reduce((a, b) => Math.max(a, b))
  return thinned(
    found.map((row) => ({ ...row, loss: row.loss ?? worst })),
    most,
  )
}

/** Returns at most so many rows: the best half of them, and an even spread over the rest. */
export function thinned<T extends { readonly loss: number }>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all
  const sorted = [...all].sort((one, other) => one.loss - other.loss)
  const best = Math.ceil(most / 2)
  const rest = sorted.slice(best)
  const spread = Array.from(
    { length: most - best },
    (_, i) => rest[Math.floor(((i + 0.5) * rest.length) / (most - best))],
  )
  return [...sorted.slice(0, best), ...spread.flatMap((row) => (row ? [row] : []))]
}
