/** Every problem of a file as text, each with its position and the lines around it. */

import { formatDiagnostics } from '@assay/core'

import type { InvalidExperiment } from '../base/invalid-experiment.js'
import type { Terminal } from './terminal.js'

/** Returns the text, with the number of problems in the last line. */
export function explainInvalid({ diagnostics, files }: InvalidExperiment, { color }: Pick<Terminal, 'color'>): string {
  const count = diagnostics.length === 1 ? '1 problem' : `${diagnostics.length} problems`
  return `${formatDiagnostics(diagnostics, files, { color })}\n${count}. Nothing was started.`
}
