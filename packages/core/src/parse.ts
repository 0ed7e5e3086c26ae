/**
 * Text → an experiment, or every diagnostic:
 *
 *     Source ── load ──▶ plain data with positions, what it `extends` merged in      read-yaml.ts, extends.ts
 *            ── check ─▶ data that fits the schema of `experiment.ts`                check-schema.ts
 *            ── validate ▶ an Experiment that means something                        validate.ts, rules/*
 *
 * Each step leaves out what is wrong for the next one, so that all problems are found at once. Pure: other files are read through
 * a callback.
 */

import type { Catalogue } from './model/catalogue.js'
import { checkSchema } from './language/check-schema.js'
import { sortDiagnostics } from './language/diagnostic.js'
import type { Diagnostic } from './language/diagnostic.js'
import type { Experiment } from './language/experiment.js'
import { loadExperiment } from './language/extends.js'
import type { ReadFile } from './language/extends.js'
import { createPositions } from './language/positions.js'
import type { Positions } from './language/positions.js'
import { prune } from './language/prune.js'
import type { Source } from './language/source.js'
import { validate } from './validate.js'

/** Facts from outside that a file is parsed with. */
export interface ParseOptions {
  /** Reads the files that the first one extends. */
  readonly read: ReadFile
  /** The model zoo; without it architectures, layers and their arguments are not checked. */
  readonly catalogue?: Catalogue
}

/** An experiment, or every reason why there is none. */
export interface Parsed {
  /** Missing if any diagnostic is an error. */
  readonly experiment?: Experiment
  readonly positions: Positions
  /** At most 100, by file and position. */
  readonly diagnostics: readonly Diagnostic[]
  /** The text of every file that was read, by path: what `formatDiagnostics` draws its frames from. */
  readonly files: Readonly<Record<string, string>>
}

/** Returns the experiment that a file describes, or everything that is wrong with it. Never throws. */
export function parse(source: Source, { read, catalogue }: ParseOptions): Parsed {
  const positions = createPositions()
  const { value, sources, diagnostics: loading } = loadExperiment(source, read, positions)
  if (value) positions.setRoot(value)
  const diagnostics = value ? check(value, loading, positions, catalogue) : loading
  const isValid = value !== undefined && !diagnostics.some(({ severity }) => severity === 'error')
  return {
    ...(isValid ? { experiment: value as unknown as Experiment } : {}),
    positions,
    diagnostics: sortDiagnostics(
      diagnostics,
      sources.map(({ path }) => path),
    ),
    files: Object.fromEntries(sources.map(({ path, text }) => [path, text])),
  }
}

function check(
  value: object,
  loading: readonly Diagnostic[],
  positions: Positions,
  catalogue: Catalogue | undefined,
): readonly Diagnostic[] {
  const { diagnostics, wrong } = checkSchema(value, positions)
  const found = [...loading, ...diagnostics]
  const isPartial = found.length > 0
  const rest = isPartial ? prune(value, wrong, positions) : value
  if (isPartial && checkSchema(rest, positions).diagnostics.length > 0) return found
  const unread = new Set(loading.map(placeOf))
  const meaning = validate(rest as Experiment, positions, { catalogue, isPartial })
  return [...found, ...meaning.filter((one) => !unread.has(placeOf(one)))]
}

/** The place of a diagnostic: problems of a value that could not be read hide others at the same place. */
function placeOf({ file, line, column }: Diagnostic): string {
  return `${file}:${line}:${column}`
}
