/** Names of metrics by part: `val_accuracy`, `test_accuracy`. */

/** Returns the name on the test rows of a metric on the validation rows; undefined for a metric of neither. */
export function testMetric(metric: string): string | undefined {
  return metric.startsWith('val_') ? `test_${metric.slice('val_'.length)}` : undefined
}
