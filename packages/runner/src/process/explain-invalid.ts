/** Every problem of a file as text, each with its place and the lines around it. */

import { formatDiagnostics } from '@assay/core'

import type { InvalidExperiment } from '../base/invalid-experiment.js'
import type { Terminal } from './terminal.js'

/** Returns the text, with a last line that counts. */
export function explainInvalid({ diagnostics, files }: InvalidExperiment, { color }: Pick<Terminal, 'color'>): string {
  const count = diagnostics.length === 1 ? '1 problem' : `${diagnostics.length} problems`
  return `${formatDiagnostics(diagnostics, files, { color })}\n${count}. Nothing was started.`
}
