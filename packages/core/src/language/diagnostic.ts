/** Problems of an experiment file: a code, a sentence and a position. */

import type { Position } from './positions.js'

/** One problem of an experiment file. Its position is that of the key or value at fault. */
export interface Diagnostic extends Position {
  /** Stable: for tests, editors and searching. */
  readonly code: DiagnosticCode
  /** Full sentences, the offending name in double quotes. */
  readonly message: string
  readonly severity: 'error' | 'warning'
  /** A name near the one that is not known. */
  readonly suggestion?: string
}

/** Every code there is. */
export type DiagnosticCode =
  // The file as text.
  | 'empty-file'
  | 'not-text'
  | 'too-large'
  | 'too-deep'
  | 'extends-cycle'
  | 'extends-unreadable'
  // YAML.
  | 'bad-yaml'
  | 'bad-escape'
  | 'bad-key'
  | 'tab'
  | 'duplicate-key'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'merge-key'
  | 'several-documents'
  | 'not-finite'
  // The schema.
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-type'
  | 'bad-value'
  | 'bad-name'
  // What the keys mean.
  | 'not-available'
  | 'unknown-architecture'
  | 'unknown-layer'
  | 'unknown-argument'
  | 'wrong-argument'
  | 'bad-layer'
  | 'duplicate-id'
  | 'bad-model'
  | 'bad-edit'
  | 'bad-data'
  | 'unknown-column'
  | 'constant-target'
  | 'unknown-reference'
  | 'reference-cycle'
  | 'bad-seeds'
  | 'bad-matrix'
  | 'bad-expression'
  | 'unknown-hyperparameter'
  | 'reserved-name'
  | 'mixed-types'
  | 'unknown-metric'
  | 'bad-objective'
  | 'bad-tag'
  | 'misplaced-key'
  | 'bad-range'
  | 'bad-search'
  | 'bad-warm-start'
  | 'bad-budget'
  // Planning.
  | 'shape-mismatch'
  | 'bad-output'
  | 'bad-init-weights'
  | 'no-donor'
  | 'not-comparable'
  | 'model-too-long'
  | 'unread-hyperparameter'
  | 'bad-continuation'
  | 'no-price'
  | 'old-price'
  | 'over-budget'
  | 'search-ended'

/** The most problems that are reported at once. */
export const maximumDiagnostics = 100

/** Returns the first problems by file and position, errors and warnings, each once. `files` says the files' order. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[], files: readonly string[]): Diagnostic[] {
  const order = new Map(files.map((file, index) => [file, index]))
  const distinct = new Map(
    diagnostics.map((one) => [JSON.stringify([one.file, one.line, one.column, one.message]), one]),
  )
  return [...distinct.values()]
    .sort(
      (a, b) =>
        (order.get(a.file) ?? order.size) - (order.get(b.file) ?? order.size) || a.line - b.line || a.column - b.column,
    )
    .slice(0, maximumDiagnostics)
}
