/** Finds the maximum of the acquisition: many random points, then ascents from the best of them. */
import { clamp } from './ascent.js'
import { climb } from './climb.js'
import type { Candidate } from './climb.js'
import { assignmentKey } from '../space/combinations.js'
import type { Acquisition } from '../gaussian-process/expected-improvement.js'
import type { Random } from '../space/random.js'
import { randomPoint } from './random.js'
import { decode, snap } from '../space/space.js'
import type { Assignment, Point, Space } from '../space/space.js'

/** How much to compute: points looked at roughly, and ascents from the best of them. */
export interface Effort {
  readonly points: number
  readonly ascents: number
  /** How far from the ends of ranges to stay, as a share of them. */
  readonly margin: number
}

/**
 * Returns the assignment of the greatest score found that is not taken. Points are scored as they would be evaluated,
 * integers rounded, so that a flat step between two integers is never climbed (Garrido-Merchan and
 * Hernandez-Lobato, 2020).
 *
 * @param rough a cheaper score, to choose which points are looked at closely.
 * @param incumbents good points found so far, around which to look as well.
 */
export function maximize(
  space: Space,
  score: Acquisition,
  rough: Acquisition,
  incumbents: readonly Point[],
  seen: ReadonlySet<string>,
  effort: Effort,
  random: Random,
): Assignment | undefined {
  const x = new Float64Array(space.length)
  const by = (f: Acquisition) => (point: Point) => {
    x.set(point)
    return { point, score: f(x) }
  }
  const untaken = ({ point }: Candidate) => !seen.has(assignmentKey(space, decode(space, point)))
  const near = incumbents.length > 0 ? Math.round(0.4 * effort.points) : 0
  const inside = (point: Point): Point =>
    point.map((at, i) => (space[i]?.kind === 'Categorical' ? at : clamp(at, effort.margin)))
  const drawn = Array.from({ length: effort.points }, (_, i) => {
    const around = i < near ? incumbents[i % incumbents.length] : undefined
    return snap(
      space,
      inside(around ? moved(space, around, 0.2 * 0.05 ** random.uniform(), random) : randomPoint(space, random)),
    )
  })
  const promising = first(drawn.map(by(rough)), 8 * effort.ascents, untaken).map(({ point }) => by(score)(point))
  const starts = apart(promising.sort(descending), effort.ascents)
  const climbed = starts.map((start) => climb(space, score, start, untaken, effort.margin, random))
  const best = [...climbed, ...promising].sort(descending)[0]
  return best && decode(space, best.point)
}

const descending = (one: Candidate, other: Candidate) => other.score - one.score

/** Returns the best so many that pass. */
function first(all: readonly Candidate[], count: number, pass: (each: Candidate) => boolean): readonly Candidate[] {
  const found: Candidate[] = []
  for (const each of [...all].sort(descending)) {
    if (found.length === count) break
    if (pass(each)) found.push(each)
  }
  return found
}

/** Returns the best few starts that are not neighbors of each other. */
function apart(starts: readonly Candidate[], most: number): readonly Candidate[] {
  const chosen: Candidate[] = []
  for (const start of starts) {
    if (chosen.length === most) break
    if (chosen.every(({ point }) => point.some((at, i) => Math.abs(at - (start.point[i] ?? 0)) > 0.1)))
      chosen.push(start)
  }
  return chosen
}

/** Returns a point a normal step away in some of the dimensions, at least one; a category is drawn again. */
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
