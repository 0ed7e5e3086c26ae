/** A search that starts from one of another file: which files those are, and what their searches are as parents. */

import type { Experiment, Stage, WarmStart } from '../../language/experiment.js'
import type { Positions } from '../../language/positions.js'
import { foreignFile, parseDonor } from '../../variants/donor.js'
import { isEnded } from './chain.js'
import type { ArmResult, Parent } from '../arm.js'
import type { ForeignFile, PlanFrame } from '../context.js'

/** A reference to a stage of another file. */
export interface ForeignSearch {
  /** As seen from where the experiment's own path is. */
  readonly file: string
  readonly stage: string
  /** Where it is written. */
  readonly from: readonly string[]
  readonly index: number
}

/** Returns the references of all stages to searches of other files. */
export function foreignSearches({ stages }: Experiment, positions: Positions): readonly ForeignSearch[] {
  return Object.values(stages).flatMap(({ kind, warm_start: warm }) =>
    kind === 'tune' && warm ? warm.from.flatMap((_, index) => foreignSearch(warm, index, positions) ?? []) : [],
  )
}

/** Whether a reference leads to another file. */
export function isForeign(ref: string): boolean {
  return parseDonor(ref).kind === 'file'
}

/** Returns the search of another file as a parent; what makes it none is reported. */
export function foreignParent(warm: WarmStart, index: number, frame: PlanFrame): Parent | undefined {
  const { context, reporter, experiment } = frame
  const reference = foreignSearch(warm, index, context.positions)
  const other = reference && context.files?.get(reference.file)
  if (reference === undefined || other === undefined) {
    throw new Error(`The file of "${warm.from[index]}" has not been read.`)
  }
  const { file, stage: name } = reference
  const place = [warm.from, index] as const
  const stage = Object.hasOwn(other.experiment.stages, name) ? other.experiment.stages[name] : undefined
  if (stage === undefined) {
    reporter.report('unknown-reference', `"${name}" names no stage of "${file}".${searchesOf(other)}`, place)
    return undefined
  }
  const unfit = unfitness(reference, stage, other.experiment, experiment)
  if (unfit !== undefined) {
    reporter.report('bad-warm-start', unfit, place)
    return undefined
  }
  const result = other.search(name)
  if (result === undefined) {
    const message = `The search "${name}" of "${file}" has no plan. "assay plan ${file}" says why.`
    reporter.report('bad-warm-start', message, place)
    return undefined
  }
  const open = openness(result)
  if (open !== undefined) {
    const message = `The search "${name}" of "${file}" ${open}. "assay run ${file} ${name}" runs it; a search starts from one of another file when that has ended.`
    reporter.report('bad-warm-start', message, place)
  }
  return { ...result, ref: warm.from[index] ?? '' }
}

function foreignSearch(warm: WarmStart, index: number, positions: Positions): ForeignSearch | undefined {
  const reference = parseDonor(warm.from[index] ?? '')
  if (reference.kind !== 'file') return undefined
  return { file: foreignFile(reference.file, warm, positions), stage: reference.ref, from: warm.from, index }
}

/** Why a stage can be nobody's parent, or not that of a search with this objective. */
function unfitness(
  { file, stage: name }: ForeignSearch,
  { kind, strategy, variants }: Stage,
  { objective: theirs }: Experiment,
  { objective: own }: Experiment,
): string | undefined {
  const stage = `The stage "${name}" of "${file}"`
  if (kind !== 'tune') return `${stage} does not search; a search starts from stages of "kind: tune".`
  if (strategy === 'grid' || strategy === 'hyperband') {
    return `${stage} is a ${strategy} search; SageMaker starts from bayesian and random ones only.`
  }
  if (Object.keys(variants ?? {}).length > 1) {
    return `${stage} has several training definitions; SageMaker starts from searches with one.`
  }
  if (theirs.metric === own.metric && theirs.goal === own.goal) return undefined
  return `${stage} has the objective to ${theirs.goal} "${theirs.metric}"; a parent needs that of this file, to ${own.goal} "${own.metric}".`
}

/** Why a search cannot be started from yet. */
function openness({ chain, hasEnded }: ArmResult): string | undefined {
  const last = chain.at(-1)
  if (last === undefined) return 'has not been run here'
  if (!isEnded(last)) return 'has not ended'
  return hasEnded ? undefined : 'asks for more than it has run'
}

function searchesOf({ experiment: { stages } }: ForeignFile): string {
  const names = Object.entries(stages).flatMap(([name, { kind }]) => (kind === 'tune' ? [`"${name}"`] : []))
  return names.length === 0 ? ' It has no search.' : ` Its searches are ${names.slice(0, 10).join(', ')}.`
}
