/** A search starts from other searches: one to five, each once, of kinds that SageMaker can start from. */

import type { Stage, WarmStart } from '../language/experiment.js'
import { parseDonor } from '../variants/donor.js'
import type { Rule, RuleContext } from './written/rule.js'
import { checkShare } from './tuning-ranges.js'

/** SageMaker's limit. */
const mostParents = 5

/** Checks the parents of every tuning stage; cycles are found with those of `of`. */
export const warmStart: Rule = (context) => {
  for (const [name, stage] of Object.entries(context.experiment.stages)) {
    if (stage.kind === 'tune' && stage.warm_start) checkWarmStart(name, stage.warm_start, context)
  }
}

function checkWarmStart(name: string, warm: WarmStart, context: RuleContext): void {
  const { from, narrow } = warm
  const { report } = context
  if (from.length === 0) report('bad-warm-start', '"from" is empty; expected at least one search.', [warm, 'from'])
  if (from.length > mostParents) {
    report('bad-warm-start', `"from" has ${from.length} parents; SageMaker takes at most ${mostParents}.`, [
      warm,
      'from',
    ])
  }
  for (const [index, ref] of from.entries()) {
    if (from.indexOf(ref) < index) report('bad-warm-start', `"${ref}" stands here twice.`, [from, index])
    else checkParent(name, from, index, context)
  }
  if (narrow !== undefined) checkShare(narrow, [warm, 'narrow'], context)
}

function checkParent(name: string, from: readonly string[], index: number, { experiment, report }: RuleContext): void {
  const ref = from[index] ?? ''
  if (ref.startsWith('job:')) return // Only the target knows it: planning looks.
  const refuse = (message: string): void => report('bad-warm-start', message, [from, index])
  if (parseDonor(ref).kind === 'file') {
    const whole = ref.replace(/(:[^/]*).*$/, '$1')
    if (ref !== whole) refuse(expectedWhole(whole, ref))
    return // What the other file has, planning sees.
  }
  const [first = '', ...rest] = ref.split('/')
  const stage = Object.hasOwn(experiment.stages, first) ? experiment.stages[first] : undefined
  if (stage === undefined) {
    const unknown = [first, Object.keys(experiment.stages)] as const
    return report('unknown-reference', `"${first}" names no stage of this file.`, [from, index], { unknown })
  }
  if (rest.length > 0) return refuse(expectedWhole(first, ref))
  if (stage.kind !== 'tune') {
    return refuse(
      `"${ref}" trains; a search starts from stages of "kind: tune". Weights are handed on by "init_weights".`,
    )
  }
  if (ref !== name) checkKind(ref, stage, refuse)
}

function expectedWhole(expected: string, ref: string): string {
  return `A search starts from a whole search; expected "${expected}" instead of "${ref}".`
}

function checkKind(ref: string, stage: Stage, refuse: (message: string) => void): void {
  const { strategy, variants } = stage
  if (strategy === 'grid' || strategy === 'hyperband') {
    refuse(`"${ref}" is a ${strategy} search; SageMaker starts from bayesian and random ones only.`)
  } else if (Object.keys(variants ?? {}).length > 1) {
    refuse(`"${ref}" has several training definitions; SageMaker starts from searches with one.`)
  }
}
