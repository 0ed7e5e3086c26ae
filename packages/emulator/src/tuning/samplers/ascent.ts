/** Gradient ascent inside the unit cube: BFGS on the coordinates that are free to move. */

/** A function to maximize. Fills `gradient` if it is given. */
export type Slope = (x: Float64Array, gradient?: Float64Array) => number

/** The greatest length of the first step. */
const first = 0.05

/** Returns a coordinate at least a margin from 0 and 1. */
export const clamp = (at: number, margin: number): number => Math.min(1 - margin, Math.max(margin, at))

/** Three steps in a row that rise by less are the end: one may be short only because little is known of curvature. */
const least = 1e-4

/**
 * Moves `x` to a higher point of `f`, coordinates a margin or more from 0 and 1, and returns the value there. Those
 * whose `free` is 0 stay. Those at an end whose slope points outwards stay for the step (projected quasi-Newton:
 * Bertsekas, SIAM J. Control and Optimization 1982).
 */
export function ascend(f: Slope, x: Float64Array, free: Uint8Array, steps: number, margin = 0): number {
  const d = x.length
  const [gradient, before, next] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)]
  const [direction, inverse] = [new Float64Array(d), new Float64Array(d * d)]
  let value = f(x, gradient)
  let [fresh, idle] = [true, 0]
  for (let step = 0; step < steps; step++) {
    const held = (j: number) => {
      const [at, g] = [x[j] as number, gradient[j] as number]
      return free[j] === 0 || (at <= margin && g < 0) || (at >= 1 - margin && g > 0)
    }
    const moving = [...x.keys()].filter((j) => !held(j))
    const steepest = moving.reduce((most, j) => Math.max(most, Math.abs(gradient[j] as number)), 0)
    if (!(steepest > 0) || !Number.isFinite(steepest)) break
    if (fresh) {
      inverse.fill(0)
      for (let j = 0; j < d; j++) inverse[j * d + j] = first / steepest
    }
    direction.fill(0)
    let rise = 0
    for (const j of moving) {
      let sum = 0
      for (const k of moving) sum += (inverse[j * d + k] as number) * (gradient[k] as number)
      direction[j] = sum
      rise += sum * (gradient[j] as number)
    }
    let [length, higher] = [1, -Infinity]
    for (let attempt = 0; attempt < 6; attempt++, length *= 0.3) {
      next.set(x)
      for (const j of moving) next[j] = clamp((x[j] as number) + length * (direction[j] as number), margin)
      higher = f(next)
      if (higher > value + 1e-4 * length * rise) break
    }
    if (!(higher > value)) {
      if (fresh) break
      fresh = true
      continue
    }
    before.set(gradient)
    const gain = higher - value
    value = f(next, gradient)
    fresh = !update(inverse, x, next, before, gradient)
    x.set(next)
    idle = gain < least ? idle + 1 : 0
    if (idle === 3) break
  }
  return value
}

/** Updates the inverse of the negated curvature by a step. Returns whether it could: the step has to show curvature. */
function update(
  inverse: Float64Array,
  from: Float64Array,
  to: Float64Array,
  before: Float64Array,
  after: Float64Array,
): boolean {
  const d = from.length
  const s = to.map((at, j) => at - (from[j] as number))
  const y = after.map((g, j) => (before[j] as number) - g)
  const sy = s.reduce((sum, each, j) => sum + each * (y[j] as number), 0)
  if (!(sy > 1e-12)) return false
  const hy = y.map((_, j) => y.reduce((sum, each, k) => sum + (inverse[j * d + k] as number) * each, 0))
  const yhy = y.reduce((sum, each, j) => sum + each * (hy[j] as number), 0)
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < d; k++) {
      const at = j * d + k
      const cross = (hy[j] as number) * (s[k] as number) + (s[j] as number) * (hy[k] as number)
      inverse[at] = (inverse[at] as number) + ((1 + yhy / sy) * (s[j] as number) * (s[k] as number) - cross) / sy
    }
  }
  return true
}
