/** Random search: uniform in the scaled ranges. */
import { assignmentKey, combination, combinations } from '../space/combinations.js'
import { taken } from '../space/history.js'
import type { Random } from '../space/random.js'
import type { Sampler } from './sampler.js'
import { decode } from '../space/space.js'
import type { Point, Space } from '../space/space.js'

/** Suggests assignments drawn independently of the results, none twice. */
export const randomSampler: Sampler = (space, history, random) => {
  const seen = taken(space, history)
  for (let attempt = 0; attempt < 100; attempt++) {
    const assignment = decode(space, randomPoint(space, random))
    if (!seen.has(assignmentKey(space, assignment))) return assignment
  }
  return leftOver(space, seen, random)
}

/** Returns a point uniform in the unit cube; categories are equally likely. */
export function randomPoint(space: Space, random: Random): Point {
  return space.map((dimension) =>
    dimension.kind === 'Categorical' ? random.below(dimension.values.length) : random.uniform(),
  )
}

/** Returns one of the combinations that are left in a space nearly used up: chosen evenly, then the next free one. */
export function leftOver(space: Space, seen: ReadonlySet<string>, random: Random) {
  const count = combinations(space)
  if (count === Infinity) return decode(space, randomPoint(space, random))
  const start = Math.floor(random.uniform() * count)
  for (let step = 0; step < Math.min(count, seen.size + 1); step++) {
    const assignment = combination(space, (start + step) % count)
    if (!seen.has(assignmentKey(space, assignment))) return assignment
  }
  return undefined
}
