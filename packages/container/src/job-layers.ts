/** The model's layers, from the template and the hyperparameters that this job was given. */

import { LayerResolutionError, resolveLayers } from '@assay/core'
import type { ResolvedLayer } from '@assay/core'

import type { Context } from './context.js'
import { JobFailure } from './job-failure.js'

/**
 * Returns the resolved layers. `classes` is what the template's `classes` stands for: 1 for regression.
 * @throws JobFailure where an expression cannot be evaluated.
 */
export function jobLayers(
  { spec, values }: Context,
  { classes }: { readonly classes: number },
): readonly ResolvedLayer[] {
  try {
    return resolveLayers(spec.layers, { ...values, classes }).layers
  } catch (error) {
    if (error instanceof LayerResolutionError) {
      throw new JobFailure(`The layer "${error.layer.id}" cannot be made. ${error.message}`, { cause: error })
    }
    throw error
  }
}
