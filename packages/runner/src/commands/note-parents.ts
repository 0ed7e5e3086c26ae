/** References that a run adds to the requested ones, to standard error. */

import type { Terminal } from '../process/terminal.js'

/** Names the added references. */
export function noteParents(refs: readonly string[], wanted: readonly string[], terminal: Terminal): void {
  const added = wanted.slice(refs.length).map((ref) => `"${ref}"`)
  if (added.length > 0) terminal.note(`Includes ${added.join(', ')}, whose results it starts from.`)
}
