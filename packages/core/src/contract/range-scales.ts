/**
 * The scales of ranges, onto which values go and from which they come back. `reverse_log` is SageMaker's: the logarithm
 * of 1 − x, which is for values just below 1.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-define-ranges.html
 */
export const rangeScales = {
  linear: { to: (value: number) => value, from: (value: number) => value },
  log: { to: Math.log, from: Math.exp },
  reverse_log: { to: (value: number) => -Math.log1p(-value), from: (value: number) => -Math.expm1(-value) },
} as const
