/** One training definition of a search: its name in the report, and its trials. */

import type { SearchAnalysis, SearchedDefinition, SearchTrial } from '../../report/search-report.js'

/** Returns how a definition is called: as its search where it is the only one. */
export function refOf({ ref, definitions }: SearchAnalysis, definition: SearchedDefinition): string {
  return definitions.length === 1 ? ref : definition.ref
}

/** Returns the trials of one definition; a search has several only where the file gives it variants. */
export function trialsOf({ trials, definitions }: SearchAnalysis, { ref }: SearchedDefinition): readonly SearchTrial[] {
  return definitions.length === 1
    ? trials
    : trials.filter(
        ({ definition }) => definition !== undefined && (ref === definition || ref.endsWith(`/${definition}`)),
      )
}
