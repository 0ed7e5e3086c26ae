// Means, and intervals by resampling seeds.
import { mulberry } from './objectives.js'

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
