/** The model's layers, resolved from the template and the job's hyperparameters. */

import type { ResolvedLayer } from '@assay/core'
import { LayerResolutionError, resolveLayers } from '@assay/core/internal'

import type { Context } from '../contract/context.js'
import { JobFailure } from '../base/job-failure.js'

/**
 * Returns the resolved layers. `scope` has the data's values by name, such as `classes`.
 * @throws JobFailure if an expression cannot be evaluated.
 */
export function jobLayers(
  { spec, values }: Context,
  { scope }: { readonly scope: Readonly<Record<string, number>> },
): readonly ResolvedLayer[] {
  try {
    return resolveLayers(spec.layers, { ...values, ...scope }).layers
  } catch (error) {
    if (error instanceof LayerResolutionError) {
      throw new JobFailure(`The layer "${error.layer.id}" cannot be made. ${error.message}`, { cause: error })
    }
    throw error
  }
}
