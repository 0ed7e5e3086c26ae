/** One training definition of a search: its name in the report, and its trials. */

import type { SearchAnalysis, SearchedDefinition, SearchTrial } from '../../report/search-report.js'

/** Returns the definition's name in the report: the search's name if it is the only definition. */
export function refOf({ ref, definitions }: SearchAnalysis, definition: SearchedDefinition): string {
  return definitions.length === 1 ? ref : definition.ref
}

/** Returns the trials of one definition. A search has several definitions if its stage has variants. */
export function trialsOf({ trials, definitions }: SearchAnalysis, { ref }: SearchedDefinition): readonly SearchTrial[] {
  return definitions.length === 1
    ? trials
    : trials.filter(
        ({ definition }) => definition !== undefined && (ref === definition || ref.endsWith(`/${definition}`)),
      )
}
