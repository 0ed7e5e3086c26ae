/**
 * Metric lines as the container prints them, and the regular expressions by which SageMaker finds them. How each metric
 * is computed is in `metrics/`.
 */

/**
 * Every metric the container may print: fixed, at most 20 (the limit of tuning jobs) and one a line, so that plain and
 * tuning jobs share one list. Results by class are in the artifact.
 *
 * `mase` is a metric of forecasts, and of held-out rows only: on training rows it is `mae` in another unit.
 *
 * `objective` is what tuning optimizes: the best value so far if the objective is `at: best`, else the latest.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/training-metrics.html
 */
export const metricNames = [
  'objective',
  'loss',
  'val_loss',
  'test_loss',
  'accuracy',
  'val_accuracy',
  'test_accuracy',
  'mae',
  'val_mae',
  'test_mae',
  'rmse',
  'val_rmse',
  'test_rmse',
  'r2',
  'val_r2',
  'test_r2',
  'val_mase',
  'test_mase',
  'epoch',
  'images_per_second',
] as const

/** The name of a metric that the container may print. */
export type MetricName = (typeof metricNames)[number]

/** The metrics of each part, without its prefix. Held-out parts of forecasts have `mase` too. */
export const taskMetrics = {
  classification: ['loss', 'accuracy'],
  regression: ['loss', 'mae', 'rmse', 'r2'],
} as const satisfies Record<string, readonly MetricName[]>

/**
 * Returns the log line that reports one metric, for example `[assay] val_accuracy=0.71;`.
 * @throws RangeError when the value is not finite: the regular expression could not read it, and SageMaker would
 * silently keep the last finite value.
 */
export function metricLine(name: MetricName, value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`The metric "${name}" is ${value}, which no metric line can carry.`)
  return `[assay] ${name}=${value};`
}

/** Returns the regular expression that finds `name` in a log and no other metric. Its first group is the value. */
export function metricRegex(name: MetricName): string {
  return `\\[assay\\] ${name}=([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?);`
}

/** Returns the request's MetricDefinitions for a job of our container. */
export function metricDefinitions(): { Name: string; Regex: string }[] {
  return metricNames.map((name) => ({ Name: name, Regex: metricRegex(name) }))
}
