/** `init_weights`, checked against both models: which layers take weights, and what of them is frozen. */

import type { InitWeights } from '../../language/experiment.js'
import { matchesNothing, selectLayers, takenLayers } from '../../model/select-layers.js'
import type { LayerShape } from '../../model/select-layers.js'
import type { InitSpec } from '../../contract/training-spec.js'
import type { PlannedInitWeights } from '../../contract/planned.js'
import type { Reporter } from '../../language/reporter.js'
import type { ResolvedVariant } from '../../engines/resolve-variant.js'

/** Returns the job's part of `init_weights`, or undefined if it starts from random weights. */
export function initSpec(init: InitWeights | null | undefined): InitSpec | undefined {
  if (!init) return undefined
  const { layers, freeze } = init
  return { ...(layers && { layers }), ...(freeze && { freeze }) }
}

/** Returns what a model takes from the donor's layers and what it does not train; what does not fit is reported. */
export function describeWeights(
  init: InitWeights,
  { model, inferred }: Pick<ResolvedVariant, 'model' | 'inferred'>,
  donor: readonly LayerShape[] | undefined,
  { report }: Reporter,
): PlannedInitWeights {
  const weights = new Map(inferred.map(({ id, weights, parameters }) => [id, weights.length > 0 ? parameters : 0]))
  const selected = (globs: readonly string[] | null | undefined): readonly string[] =>
    (globs ?? []).flatMap((glob, index) => {
      const ids = selectLayers(model.layers, glob).filter((id) => (weights.get(id) ?? 0) > 0)
      if (ids.length === 0) report('bad-init-weights', matchesNothing(glob, inferred), [globs ?? init, index])
      return ids
    })
  const own = { layers: model.layers, shapes: inferred }
  const taken = donor && takenLayers(own, donor, init.layers ?? undefined, `"${init.from}"`)
  for (const { glob, message } of taken?.problems ?? []) {
    report('bad-init-weights', message, glob === undefined ? [init, 'from'] : [init.layers ?? init, glob])
  }
  if (taken === undefined) selected(init.layers) // What the donor is, is not known: that these are here is.
  const frozen = new Set(selected(init.freeze))
  return {
    from: init.from,
    ...(taken === undefined ? {} : { layers: taken.layers }),
    freeze: inferred.map(({ id }) => id).filter((id) => frozen.has(id)),
    frozenParameters: [...frozen].reduce((sum, id) => sum + (weights.get(id) ?? 0), 0),
  }
}
