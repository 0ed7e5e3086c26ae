/** The first points of a search: a Latin hypercube filled one at a time, so that nothing is kept between calls. */
import type { Random } from '../space/random.js'
import { snap } from '../space/space.js'
import type { Dimension, Point, Space } from '../space/space.js'

const draws = 20

/** The share of a stratum that points lie in. */
const middle = 0.4

/**
 * Returns the next of `count` initial points: in each dimension in a stratum, or a category, that the points before
 * it left free; of a few such points the one farthest from them. Where in its stratum it lies is random, in the middle
 * two fifths: a point near the end of a range tells less of the rest of it.
 */
export function nextInitialPoint(space: Space, before: readonly Point[], count: number, random: Random): Point {
  const free = space.map((dimension, i) =>
    freeStrata(
      dimension,
      before.map((point) => point[i] ?? 0),
      count,
    ),
  )
  let best: Point = []
  let farthest = -1
  for (let draw = 0; draw < draws; draw++) {
    const point = snap(
      space,
      space.map((dimension, i) => {
        const strata = free[i] ?? []
        const stratum = strata[random.below(strata.length)] ?? 0
        return dimension.kind === 'Categorical' ? stratum : (stratum + 0.5 + middle * (random.uniform() - 0.5)) / count
      }),
    )
    const nearest = Math.min(...before.map((other) => distance(space, point, other)), Infinity)
    if (nearest > farthest) [best, farthest] = [point, nearest]
  }
  return best
}

/** Returns the strata used least: with fewer categories than points, each comes round again. */
function freeStrata(dimension: Dimension, used: readonly number[], count: number): readonly number[] {
  const strata = dimension.kind === 'Categorical' ? dimension.values.length : count
  const uses = new Array<number>(strata).fill(0)
  for (const at of used) {
    const stratum = dimension.kind === 'Categorical' ? at : Math.min(strata - 1, Math.max(0, Math.floor(at * strata)))
    uses[stratum] = (uses[stratum] ?? 0) + 1
  }
  const least = Math.min(...uses)
  return uses.flatMap((times, stratum) => (times === least ? [stratum] : []))
}

function distance(space: Space, one: Point, other: Point): number {
  return space.reduce((sum, { kind }, i) => {
    const difference = (one[i] ?? 0) - (other[i] ?? 0)
    return sum + (kind === 'Categorical' ? Math.sign(Math.abs(difference)) : difference ** 2)
  }, 0)
}
