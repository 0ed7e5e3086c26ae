/** Where the acquisition is greatest: many random points, then a local search from the best of them. */
import { assignmentKey } from './combinations.js'
import type { Random } from './random.js'
import { randomPoint } from './samplers/random.js'
import { decode, snap } from './space.js'
import type { Assignment, Point, Space } from './space.js'

interface Candidate {
  readonly point: Point
  readonly score: number
}

/**
 * Returns the assignment of the greatest score found that is not taken. Points are scored as they would be evaluated,
 * integers rounded, so that a flat step between two integers is never climbed (Garrido-Merchan and
 * Hernandez-Lobato, 2020).
 *
 * @param incumbents good points found so far, around which to look as well.
 * @param effort how many points to score, about.
 */
export function maximise(
  space: Space,
  score: (point: Float64Array) => number,
  incumbents: readonly Point[],
  seen: ReadonlySet<string>,
  effort: number,
  random: Random,
): Assignment | undefined {
  const evaluated = (point: Point): Candidate => {
    const at = snap(space, point)
    return { point: at, score: score(Float64Array.from(at)) }
  }
  const untaken = ({ point }: Candidate) => !seen.has(assignmentKey(space, decode(space, point)))
  const wide = Array.from({ length: Math.round(effort * 0.45) }, () => evaluated(randomPoint(space, random)))
  const near = incumbents.flatMap((point) =>
    Array.from({ length: Math.round((effort * 0.15) / incumbents.length) }, () =>
      evaluated(moved(space, point, 0.2 * 0.05 ** random.uniform(), random)),
    ),
  )
  const starts = [...wide, ...near].sort((one, other) => other.score - one.score).filter(untaken)
  const climbers = apart(starts, 4)
  const climbed = climbers.map((start) => climb(space, start, evaluated, untaken, Math.round(effort * 0.1), random))
  const best = [...climbed, ...starts].reduce<Candidate | undefined>(
    (top, each) => (top === undefined || each.score > top.score ? each : top),
    undefined,
  )
  return best && decode(space, best.point)
}

/** Returns the best few starts that are not neighbours of each other. */
function apart(starts: readonly Candidate[], most: number): readonly Candidate[] {
  const chosen: Candidate[] = []
  for (const start of starts) {
    if (chosen.length === most) break
    if (chosen.every(({ point }) => point.some((at, i) => Math.abs(at - (start.point[i] ?? 0)) > 0.1)))
      chosen.push(start)
  }
  return chosen
}

/** Local search with normal steps, longer after a success and shorter after a failure (the one-fifth rule). */
function climb(
  space: Space,
  start: Candidate,
  evaluated: (point: Point) => Candidate,
  untaken: (candidate: Candidate) => boolean,
  steps: number,
  random: Random,
): Candidate {
  let [best, size] = [start, 0.1]
  for (let step = 0; step < steps; step++) {
    const next = evaluated(moved(space, best.point, size, random))
    const better = next.score > best.score && untaken(next)
    if (better) best = next
    size = Math.max(1e-4, size * (better ? 1.5 : 1.5 ** -0.25))
  }
  return best
}

/** Returns a point a normal step away in some of the dimensions, at least one; a category is drawn anew. */
function moved(space: Space, point: Point, size: number, random: Random): Point {
  const share = Math.min(1, Math.max(0.3, 2 / space.length))
  const certain = random.below(space.length)
  return space.map((dimension, i) => {
    const at = point[i] ?? 0
    if (i !== certain && random.uniform() > share) return at
    if (dimension.kind === 'Categorical') {
      return i === certain || random.uniform() < 0.2 ? random.below(dimension.values.length) : at
    }
    const least = dimension.kind === 'Integer' ? 0.7 / (dimension.max - dimension.min + 1) : 0
    return reflected(at + Math.max(size, least) * random.normal())
  })
}

/** Returns a coordinate folded back into [0, 1]. */
function reflected(at: number): number {
  const folded = Math.abs(at) % 2
  return folded > 1 ? 2 - folded : folded
}
