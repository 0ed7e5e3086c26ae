// Means, and intervals by resampling seeds.
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Returns a 95 % percentile interval of the mean: seeds drawn again with replacement, 4,000 times. */
export function interval(values) {
  const random = mulberry(values.length)
  const means = Array.from({ length: 4000 }, () => mean(values.map(() => values[Math.floor(random() * values.length)])))
  means.sort((a, b) => a - b)
  return [means[100], means[3899]]
}

/** Returns "0.123 [0.100, 0.150]". */
export function withInterval(values, digits = 3) {
  const [low, high] = interval(values)
  return `${mean(values).toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
}

/** Returns "1.23 [1.10, 1.37]": the ratio of the means of pairs, and its interval by resampling pairs. */
export function ratio(pairs) {
  const random = mulberry(pairs.length)
  const of = (drawn) => mean(drawn.map(([a]) => a)) / mean(drawn.map(([, b]) => b))
  const ratios = Array.from({ length: 4000 }, () => of(pairs.map(() => pairs[Math.floor(random() * pairs.length)])))
  ratios.sort((a, b) => a - b)
  return `${of(pairs).toFixed(2)} [${ratios[100].toFixed(2)}, ${ratios[3899].toFixed(2)}]`
}

/** A small generator for the benchmark's own draws (https://github.com/bryc/code/blob/master/jshash/PRNGs.md). */
export function mulberry(seed) {
  let a = seed | 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
