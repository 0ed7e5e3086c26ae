/** Warnings of a file, to standard error. */

import { formatDiagnostics } from '@assay/core'

import type { Prepared } from '../prepare/prepare.js'
import type { Terminal } from '../process/terminal.js'

/** Prints warnings with the lines around them. */
export function noteWarnings({ warnings, files }: Pick<Prepared, 'warnings' | 'files'>, terminal: Terminal): void {
  if (warnings.length > 0) terminal.note(formatDiagnostics(warnings, files, { color: terminal.color }))
}
