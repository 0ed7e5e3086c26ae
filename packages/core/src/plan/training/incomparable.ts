/** Whether the objective of a variant has the unit of the one that it is compared with. */

import type { Experiment } from '../../language/experiment.js'
import type { Reporter } from '../../language/reporter.js'
import type { ResolvedVariant } from '../../engines/resolve-variant.js'

/** Returns why the two objectives cannot be compared, as a sentence, or undefined if they can. */
export function incomparableWith(
  of: ResolvedVariant,
  one: ResolvedVariant,
  { objective: { metric } }: Experiment,
): string | undefined {
  const differs = (read: (variant: ResolvedVariant) => unknown): boolean =>
    JSON.stringify(read(of) ?? null) !== JSON.stringify(read(one) ?? null)
  const beside = `"${of.variant.ref}"`
  if (differs(({ data }) => data.target)) return `It predicts another column than ${beside}.`
  if (differs(({ dataset }) => dataset.classNames)) return `Its classes are not those of ${beside}.`
  if (metric === 'val_loss' && differs(lossOf)) {
    return `Its val_loss is the ${lossOf(one)}, that of ${beside} the ${lossOf(of)}: they have different units.`
  }
  const scale = ({ data }: ResolvedVariant): unknown => [data.fraction, data.split, data.missing, data.window]
  const isSeries = one.data.window !== undefined || of.data.window !== undefined
  if (metric === 'val_loss' && isSeries && (differs(({ dataset }) => dataset.digest) || differs(scale))) {
    return `Its val_loss is on the scale of other training steps than that of ${beside}. val_mase or val_mae can be compared.`
  }
  if (metric === 'val_mase' && differs(({ data }) => data.season)) {
    return `Its val_mase is divided by the error of another season than that of ${beside}.`
  }
  return undefined
}

/** Warns of each variant that will get no verdict, because its objective has another unit than that of its `of`. */
export function reportIncomparable(
  variants: readonly ResolvedVariant[],
  experiment: Experiment,
  reporter: Reporter,
): void {
  const byRef = new Map(variants.map((one) => [one.variant.ref, one]))
  for (const one of variants) {
    const of = byRef.get(one.variant.of ?? '')
    const reason = of && incomparableWith(of, one, experiment)
    const stage = experiment.stages[one.variant.stage]
    if (reason === undefined || stage === undefined) continue
    const message = `"${one.variant.ref}" will not be compared. ${reason}`
    reporter.report('not-comparable', message, [stage, 'of'], { severity: 'warning' })
  }
}

/** The loss that training and `val_loss` use; by default that of the task. */
function lossOf({ hyperparameters, dataset }: ResolvedVariant): string {
  const given = hyperparameters['loss']
  if (typeof given === 'string' && given !== '') return given
  return dataset.task === 'classification' ? 'categorical_crossentropy' : 'mean_squared_error'
}
