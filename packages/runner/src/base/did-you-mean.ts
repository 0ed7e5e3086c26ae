/** The nearest of some names, for an error message. */

import { suggest } from '@assay/core/internal'

/** Returns ` Did you mean "x"?`, or nothing if no name is near. */
export function didYouMean(written: string, names: readonly string[]): string {
  const near = suggest(written, names)
  return near === undefined ? '' : ` Did you mean "${near}"?`
}
