/** The YAML library's errors in this project's words. */

import type { ErrorCode, YAMLParseError, YAMLWarning } from 'yaml'

import { maximumDiagnostics } from './diagnostic.js'
import type { Diagnostic, DiagnosticCode } from './diagnostic.js'
import { positionIn } from './positions.js'
import type { LineIndex, Span } from './positions.js'

/** Errors that have a sentence of their own; the others keep the library's. */
const sentences: Partial<Record<ErrorCode, readonly [DiagnosticCode, string]>> = {
  TAB_AS_INDENT: ['tab', 'A tab stands in the indentation; YAML allows spaces only.'],
  BAD_ALIAS: [
    'alias',
    'A "*" begins a YAML alias, which is not allowed. Text that begins with "*" is written in quotes.',
  ],
  BAD_DQ_ESCAPE: ['bad-escape', 'The escape is not known in double quotes. In single quotes a backslash is itself.'],
  BAD_SCALAR_START: ['bad-yaml', 'Plain text cannot begin with this character. Quote it.'],
  TAG_RESOLVE_FAILED: ['tag', 'YAML tags are not allowed. Quote the text if it begins with "!".'],
  BAD_DIRECTIVE: ['bad-yaml', 'YAML directives are not allowed. Quote the text if it begins with "%".'],
  DUPLICATE_KEY: ['duplicate-key', 'The key stands here a second time.'],
}

/** Returns the errors and warnings of the YAML library, the first on each line: what follows is mostly its echo. */
export function syntaxDiagnostics(errors: readonly (YAMLParseError | YAMLWarning)[], file: LineIndex): Diagnostic[] {
  const byLine = new Map<number, Diagnostic>()
  for (const error of errors) {
    if (byLine.size >= maximumDiagnostics) break
    const diagnostic = syntaxDiagnostic(error, file)
    const first = byLine.get(diagnostic.line)
    if (!first || (diagnostic.code === 'alias' && first.code !== 'alias')) byLine.set(diagnostic.line, diagnostic)
  }
  return [...byLine.values()]
}

function syntaxDiagnostic(error: YAMLParseError | YAMLWarning, file: LineIndex): Diagnostic {
  const [code, message] = sentences[error.code] ?? ['bad-yaml', `The YAML is not well formed: ${plain(error.message)}.`]
  const span: Span = error.code === 'BAD_ALIAS' ? aliasBefore(error.pos, file) : error.pos
  return { code, message, severity: 'error', ...positionIn(file, span) }
}

/** The library points at the end of an alias. */
function aliasBefore([start, end]: Span, { text }: LineIndex): Span {
  return [Math.max(text.lastIndexOf('*', start), text.lastIndexOf('\n', start) + 1, 0), end]
}

/** The first line of the library's message without the place and the frame that it may add. */
function plain(message: string): string {
  const [first = ''] = message.split('\n')
  return first.replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '')
}
