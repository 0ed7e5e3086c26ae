/** From a point to a better one: along the gradient for numbers, one choice at a time for integers and categories. */
import { ascend } from './ascent.js'
import type { Acquisition } from '../gaussian-process/expected-improvement.js'
import type { Random } from '../space/random.js'
import { decode, encode, snap } from '../space/space.js'
import type { Point, Space } from '../space/space.js'

export interface Candidate {
  readonly point: Point
  readonly score: number
}

/**
 * Climbs: along the gradient, numbers first as if integers were none, then without them; and one choice of an integer
 * or a category at a time, as long as that helps. The gradient stays a margin away from the ends; single choices do not.
 */
export function climb(
  space: Space,
  score: Acquisition,
  start: Candidate,
  untaken: (candidate: Candidate) => boolean,
  margin: number,
  random: Random,
): Candidate {
  const continuous = Uint8Array.from(space, ({ kind }) => Number(kind === 'Continuous'))
  const numeric = Uint8Array.from(space, ({ kind }) => Number(kind !== 'Categorical'))
  let best = start
  const attempt = (point: Point): boolean => {
    const next = { point, score: score(Float64Array.from(point)) }
    if (!(next.score > best.score) || !untaken(next)) return false
    best = next
    return true
  }
  const along = (free: Uint8Array, steps: number) => {
    if (!free.includes(1)) return
    const x = Float64Array.from(best.point)
    ascend(score, x, free, steps, margin)
    attempt(snap(space, [...x]))
  }
  along(numeric, 12)
  const discrete = [...space.keys()].filter((i) => continuous[i] === 0)
  for (let round = 0; round < 3 && discrete.length > 0; round++) {
    if (round > 0 || numeric.some((each, i) => each !== continuous[i])) along(continuous, 6)
    const moves = discrete.flatMap((i) => neighbors(space, i, best.point[i] ?? 0, random).map((at) => [i, at] as const))
    const better = moves.filter(([i, at]) => attempt(best.point.with(i, at)))
    if (better.length === 0) break
  }
  return best
}

/** Returns other values of an integer or a category: the next ones and a few at random, or all if there are few. */
function neighbors(space: Space, i: number, at: number, random: Random): readonly number[] {
  const dimension = space[i]
  if (dimension === undefined) return []
  if (dimension.kind === 'Categorical') {
    const { length } = dimension.values
    const others = Array.from({ length: Math.min(6, length - 1) }, (_, k) =>
      length <= 7 ? k + Number(k >= at) : random.below(length),
    )
    return others.filter((other) => other !== at)
  }
  const value = Number(decode([dimension], [at])[dimension.name])
  const jump = Math.ceil(0.1 * (dimension.max - dimension.min) * random.uniform())
  const values = new Set([value - 1, value + 1, value - jump, value + jump])
  return [...values]
    .filter((other) => other !== value && other >= dimension.min && other <= dimension.max)
    .map((other) => encodeOne(dimension, other))
}

const encodeOne = (dimension: Space[number], value: number) =>
  encode([dimension], { [dimension.name]: String(value) })?.[0] ?? 0
