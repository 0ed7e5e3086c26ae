/** Losses made fit for a Gaussian process: one scale for the search and its parents, and a shape less skewed. */

/**
 * Returns the losses of all tasks, in a row, with mean 0 and variance 1 after a Yeo-Johnson transformation: objectives
 * of training are skewed, a few diverged runs far above many good ones (as HEBO does, Cowen-Rivers et al., JAIR 2022).
 * The parents' values share the search's scale if it has stayed among them; otherwise each is scaled by itself.
 *
 * @param tasks the search's own losses, and those of each parent.
 */
export function normalized(tasks: readonly (readonly number[])[]): Float64Array {
  const filled = tasks.filter((losses) => losses.length > 0)
  const parts = filled.length > 1 && !comparable(filled) ? filled.map((losses) => [losses]) : [filled]
  return Float64Array.from(parts.flatMap((part) => [...scaled(part.flat())]))
}

/**
 * Returns whether the search's losses lie within a range's width of each parent's values, and are not so close
 * together that a parent's range would hide their differences.
 */
function comparable(tasks: readonly (readonly number[])[]): boolean {
  const [own = [], ...parents] = tasks
  const [least, most] = [Math.min(...own), Math.max(...own)]
  return parents.every((losses) => {
    const [low, high] = [Math.min(...losses), Math.max(...losses)]
    const width = high - low
    const hidden = own.length > 2 && most > least && most - least < 2e-4 * width
    return least >= low - width && most <= high + width && !hidden
  })
}

function scaled(losses: readonly number[]): readonly number[] {
  const linear = standardized(losses)
  if (losses.length < 3) return linear
  const power = exponent(linear)
  return standardized(linear.map((value) => yeoJohnson(value, power)))
}

/** Returns values with mean 0 and variance 1; zeros if all are alike. */
function standardized(values: readonly number[]): readonly number[] {
  // Halves first: a sum of the largest numbers overflows.
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1
  const small = values.map((value) => value / size)
  const mean = small.reduce((sum, value) => sum + value, 0) / small.length
  const deviation = Math.sqrt(small.reduce((sum, value) => sum + (value - mean) ** 2, 0) / small.length)
  return small.map((value) => (deviation > 1e-12 ? (value - mean) / deviation : 0))
}

/** Yeo and Johnson, Biometrika 2000: monotone, the identity for an exponent of 1. */
function yeoJohnson(y: number, p: number): number {
  if (y >= 0) return Math.abs(p) < 1e-9 ? Math.log1p(y) : ((1 + y) ** p - 1) / p
  return Math.abs(2 - p) < 1e-9 ? -Math.log1p(-y) : -((1 - y) ** (2 - p) - 1) / (2 - p)
}

/** Returns the exponent of greatest likelihood on a grid, with a prior around 1 that a few values do not overrule. */
function exponent(values: readonly number[]): number {
  const jacobian = values.reduce((sum, y) => sum + Math.sign(y) * Math.log1p(Math.abs(y)), 0)
  let [best, most] = [1, -Infinity]
  for (let p = -2; p <= 2; p += 0.125) {
    const moved = values.map((y) => yeoJohnson(y, p))
    const mean = moved.reduce((sum, y) => sum + y, 0) / moved.length
    const variance = moved.reduce((sum, y) => sum + (y - mean) ** 2, 0) / moved.length + 1e-12
    const likelihood = -0.5 * values.length * Math.log(variance) + (p - 1) * jacobian - 0.5 * (p - 1) ** 2
    if (likelihood > most) [best, most] = [p, likelihood]
  }
  return best
}
