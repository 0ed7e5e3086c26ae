/** Notes for the user about an arm that goes on no further, or cannot begin. */

import type { TuningRecord } from '../../contract/tuning-record.js'
import { canGoOn, trialCount } from './chain.js'
import type { ChainNote } from './chain.js'
import { bestOf } from './warm-start.js'
import type { ArmSource } from '../arm.js'
import type { PlanFrame } from '../context.js'

const retry = '; "assay run --retry" goes on with the rest.'

/** Says why a search goes on no further. */
export function reportNote(
  note: ChainNote,
  { ref, stage, parents }: ArmSource,
  chain: readonly TuningRecord[],
  frame: PlanFrame,
): void {
  const last = chain.at(-1)
  const count = trialCount(chain)
  const trials = count === 1 ? '1 trial' : `${count} trials`
  const first = chain[0]
  const isStuck = first !== undefined && !canGoOn(first, chain)
  const advice = (goOn: string, anew: string): string =>
    isStuck ? `; SageMaker cannot go on with ${kindOf(first)}. ${anew}` : goOn
  const rest = 'Make a new stage of what is left.'
  const messages: Readonly<Record<ChainNote, string>> = {
    'nothing-left': `"${ref}"${parents.length > 0 ? ', or what it starts from,' : ''} has changed, but it has made all of its ${trials}${advice('. Raise "max_trials" to search on.', 'Undo the change, or give the stage another name to search again from the start.')}`,
    stopped: `The search "${ref}" was stopped after ${trials}${advice(retry, rest)}`,
    'budget-spent': `The search "${ref}" has used up its budget after ${trials}${advice('. Raise "budget" to search on.', rest)}`,
    failed: `The search "${ref}" failed after ${trials} (${last?.failureReason ?? 'no reason given'})${advice(retry, rest)}`,
  }
  frame.reporter.report('search-ended', messages[note], [stage, 'max_trials', 'key'], { severity: 'warning' })
}

/** Says that a search has nothing to start from. */
export function reportBarren({ ref, parents, stage }: ArmSource, frame: PlanFrame): void {
  const barren = parents.filter((parent) => bestOf(parent, frame) === undefined).map((parent) => `"${parent.ref}"`)
  const message = `"${ref}" cannot start: ${barren.join(' and ')} has no completed trial to start from.`
  frame.reporter.report('search-ended', message, [stage, 'warm_start', 'key'], { severity: 'warning' })
}

/** Returns what a search is that SageMaker cannot go on with. */
export function kindOf({ strategy, definitions }: TuningRecord): string {
  return definitions.length === 1 ? `${strategy} searches` : 'searches with several training definitions'
}
