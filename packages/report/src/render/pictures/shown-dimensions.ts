/** Which hyperparameters pictures show. */

import type { SearchDimension, SearchedDefinition } from '../../report/search-report.js'

/** With more hyperparameters a picture is hard to read; the JSON report has all. */
export const mostDimensions = 12

/** Returns the hyperparameters to draw: all, in the file's order, or the most important if there are too many. */
export function shownDimensions({ dimensions, importance }: SearchedDefinition): readonly SearchDimension[] {
  if (dimensions.length <= mostDimensions) return dimensions
  const ranked = importance.rows.flatMap(({ name }) => dimensions.filter((dimension) => dimension.name === name))
  return (ranked.length > 0 ? ranked : dimensions).slice(0, mostDimensions)
}
