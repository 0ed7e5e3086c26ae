import { classMetric, share } from './class-metric.js'
import { precision } from './precision.js'
import { recall } from './recall.js'

/** The harmonic mean of precision and recall; 0 if both are. */
export const f1 = classMetric('f1', 'F1Score', (counts) => {
  const [right, found] = [precision.ofCounts(counts), recall.ofCounts(counts)]
  return share(2 * right * found, right + found)
})
