/** The plan of a variant: from whose weights it starts, and which job trains each of its seeds. */

import type { DonorResult, DonorRun } from '../variants/donor.js'
import type { LayerShape } from '../model/select-layers.js'
import type { ResolvedVariant } from '../engines/resolve-variant.js'

/** The jobs that a variant's weights come from. */
export interface KnownOrigin {
  readonly kind: 'known'
  readonly jobOf: (seed: number) => string
}

/** Where a variant's weights come from. `layers` are the donor's, if they are known. */
export type Origin = DonorResult<KnownOrigin> & { readonly layers?: readonly LayerShape[] }

/** A variant with its origin; without one, it starts from random weights. */
export interface StartedVariant extends ResolvedVariant {
  readonly origin?: Origin
}

/** A variant to train now. */
export interface VariantPlan extends StartedVariant {
  readonly origin?: Origin & KnownOrigin
  readonly runs: readonly DonorRun[]
}
