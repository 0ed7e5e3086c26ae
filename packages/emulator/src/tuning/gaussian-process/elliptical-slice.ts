/** Elliptical slice sampling (Murray, Adams and MacKay, AISTATS 2010): no step size, no gradient, no tuning. */
import type { Random } from '../space/random.js'

/**
 * Moves the entries [from, to) of `z`, standard normal a priori, to a new draw that leaves the posterior as it is.
 * Returns the log likelihood there.
 *
 * @param logLikelihood of all of `z`; -Infinity if there is none.
 */
export function ellipticalSlice(
  z: Float64Array,
  [from, to]: readonly [number, number],
  current: number,
  logLikelihood: (z: Float64Array) => number,
  random: Random,
): number {
  const start = z.slice(from, to)
  const direction = start.map(() => random.normal())
  const threshold = current + Math.log(1 - random.uniform())
  let angle = random.uniform() * 2 * Math.PI
  let [low, high] = [angle - 2 * Math.PI, angle]
  for (let step = 0; step < 30; step++) {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    for (let i = 0; i < start.length; i++) z[from + i] = (start[i] ?? 0) * cos + (direction[i] ?? 0) * sin
    const value = logLikelihood(z)
    if (value > threshold) return value
    if (angle < 0) low = angle
    else high = angle
    angle = low + random.uniform() * (high - low)
  }
  z.set(start, from)
  return current
}
