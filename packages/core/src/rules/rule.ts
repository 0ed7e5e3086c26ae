/** What a rule is given, and how it reports. */

import type { Catalogue } from '../model/catalogue.js'
import type { Diagnostic, DiagnosticCode } from '../language/diagnostic.js'
import type { Experiment, Recipe, Stage, Variation } from '../language/experiment.js'
import type { Part, Positions } from '../language/positions.js'
import { suggest } from '../base/suggest.js'

/** Reports everything that is wrong with one aspect of an experiment that fits the schema. */
export type Rule = (context: RuleContext) => void

/** What a rule is given. */
export interface RuleContext {
  readonly experiment: Experiment
  readonly catalogue: Catalogue | undefined
  readonly positions: Positions
  /** Every recipe as written: the file's own, each stage's, each variant's. */
  readonly recipes: readonly WrittenRecipe[]
  /** Says that something is wrong with an object or its member. */
  readonly report: (code: DiagnosticCode, message: string, place: Place, options?: ReportOptions) => void
}

/** A recipe where it was written. */
export interface WrittenRecipe {
  readonly recipe: Recipe | Stage | Variation
  readonly stage?: string
  readonly variant?: string
}

/** An object, and perhaps one of its members: its value unless said. */
export type Place = readonly [object: object, key?: string | number, part?: Part]

/** What a report may say beside its sentence. */
export interface ReportOptions {
  readonly severity?: Diagnostic['severity']
  /** A name that is not known and the names that are, for "did you mean". */
  readonly unknown?: readonly [name: string, known: Iterable<string>]
}

/** Returns what every rule is given, and the list to which they report. */
export function createRuleContext(
  experiment: Experiment,
  positions: Positions,
  catalogue: Catalogue | undefined,
): { context: RuleContext; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const report: RuleContext['report'] = (code, message, place, { severity = 'error', unknown } = {}) => {
    if (diagnostics.length >= mostReports) return
    const suggestion = unknown && suggest(...unknown)
    const position = positions.of(...place) ?? positions.of(place[0]) ?? positions.at([]) ?? nowhere
    diagnostics.push({ code, message, severity, ...(suggestion === undefined ? {} : { suggestion }), ...position })
  }
  return { context: { experiment, catalogue, positions, recipes: recipesOf(experiment), report }, diagnostics }
}

/** More than are shown; what a hostile file has beyond is not worth a search for suggestions. */
const mostReports = 1000

const nowhere = { file: '', line: 1, column: 1, endColumn: 2 }

function recipesOf(experiment: Experiment): WrittenRecipe[] {
  const stages = Object.entries(experiment.stages).flatMap(([stage, recipe]): WrittenRecipe[] => [
    { recipe, stage },
    ...Object.entries(recipe.variants ?? {}).flatMap(([variant, variation]) =>
      variation === null ? [] : [{ recipe: variation, stage, variant }],
    ),
  ])
  return [{ recipe: experiment }, ...stages]
}
