import { classMetric, share } from './class-metric.js'

/** The share of a class's predictions that are right; 0 if it was never predicted. */
export const precision = classMetric('precision', 'Precision', ({ hits, predicted }) => share(hits, predicted))
