/** Diagnostics as a person reads them: one line each, then the place in the file with a caret below it. */

import type { Diagnostic } from './diagnostic.js'
import type { Position } from './positions.js'

/** How to print. */
export interface FormatOptions {
  /** Escape codes for a terminal. Default: false. */
  readonly color?: boolean
}

/** Returns every diagnostic as text, separated by empty lines; `files` has the text of those they point into. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  files: Readonly<Record<string, string>>,
  { color = false }: FormatOptions = {},
): string {
  const lines = new Map(Object.entries(files).map(([path, text]) => [path, text.split(/\r?\n/)]))
  return diagnostics
    .map((diagnostic) => {
      const frame = codeFrame(diagnostic, lines.get(diagnostic.file) ?? [], painter(color))
      return [headline(diagnostic, painter(color)), ...frame].join('\n') + '\n'
    })
    .join('\n')
}

/** Returns a diagnostic's sentence with its suggestion. */
export function sentence({ message, suggestion }: Pick<Diagnostic, 'message' | 'suggestion'>): string {
  return suggestion === undefined ? message : `${message} Did you mean "${suggestion}"?`
}

type Paint = (style: 'bold' | 'red' | 'yellow' | 'dim', text: string) => string

const escapes = { bold: 1, dim: 2, red: 31, yellow: 33 } as const

function painter(color: boolean): Paint {
  return (style, text) => (color ? `\u001b[${escapes[style]}m${text}\u001b[0m` : text)
}

function headline(diagnostic: Diagnostic, paint: Paint): string {
  const { file, line, column, code, severity } = diagnostic
  const mark = severity === 'warning' ? paint('yellow', `${code} (warning)`) : paint('red', code)
  return `${paint('bold', `${file}:${line}:${column}`)}  ${mark}  ${printable(sentence(diagnostic))}`
}

/** The line before, the line, a caret, the line after. */
function codeFrame({ line, column, endColumn }: Position, lines: readonly string[], paint: Paint): string[] {
  if (lines[line - 1] === undefined) return []
  const margin = String(line + 1).length
  const from = Math.max(0, column - Math.floor(widest / 2))
  const numbered = (number: number): string[] => {
    const text = lines[number - 1]
    if (text === undefined || (text === '' && number !== line)) return []
    return [`${paint('dim', `${String(number).padStart(margin)} |`)} ${printable(text.slice(from, from + widest))}`]
  }
  const carets = '^'.repeat(Math.max(1, Math.min(endColumn, from + widest + 1) - column))
  const caret = `${paint('dim', `${' '.repeat(margin)} |`)} ${' '.repeat(column - 1 - from)}${paint('red', carets)}`
  return [...numbered(line - 1), ...numbered(line), caret, ...numbered(line + 1)]
}

const widest = 120

/** A file may hold escape codes: they must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, ' ')
}
