import { classMetric, share } from './class-metric.js'

/** The share of a class's rows that were found; 0 if it has no rows. */
export const recall = classMetric('recall', 'Recall', ({ hits, support }) => share(hits, support))
