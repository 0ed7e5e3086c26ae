/** `of` names one variant of a stage of this file, or a search's best, and no stage starts from itself. */

import type { Experiment, Stage } from '../language/experiment.js'
import type { Place, Rule, RuleContext } from './written/rule.js'

/** Checks where every stage starts from. */
export const references: Rule = (context) => {
  const stageNames = Object.keys(context.experiment.stages)
  for (const stage of Object.values(context.experiment.stages)) {
    if (Array.isArray(stage.of)) {
      const message = 'A list in "of" belongs to "kind: transform", which is not available yet.'
      if (stage.kind !== 'transform') context.report('not-available', message, [stage, 'of'])
    } else if (stage.of !== undefined) checkReference(stage.of, [stage, 'of'], stageNames, context)
  }
  checkCycles(context)
}

/** Checks a reference to one variant of a stage of this file. */
export function checkReference(ref: string, place: Place, stageNames: readonly string[], context: RuleContext): void {
  const { experiment, report } = context
  const later = notAvailable(ref)
  if (later !== undefined) return report('not-available', `${later} is not available yet.`, place)
  const [stageName = '', ...rest] = ref.split('/')
  const stage = Object.hasOwn(experiment.stages, stageName) ? experiment.stages[stageName] : undefined
  if (!stage) {
    const unknown = [stageName, stageNames] as const
    return report('unknown-reference', `"${ref}" names no stage of this file.`, place, { unknown })
  }
  if (stage.kind === 'tune') checkResult(ref, stage, place, context)
  else if (stage.kind !== 'transform') checkVariant(ref, rest, stage, place, context)
}

/** Of a search, its best trial; trained again on the seeds with which others are compared. */
function checkResult(ref: string, stage: Stage, place: Place, { report }: RuleContext): void {
  const [name, result, ...rest] = ref.split('/')
  const hasCold = stage.warm_start?.control === 'cold'
  if ((result !== 'best' && result !== 'cold') || rest.length > 0) {
    const best = `"${name}/best"${hasCold ? ` or "${name}/cold"` : ''}`
    report('unknown-reference', `"${ref}" is a search; expected its best trial, ${best}.`, place)
  } else if (result === 'cold' && !hasCold) {
    report('unknown-reference', `"${name}" has no cold control; it is written "warm_start: {control: cold}".`, place)
  } else if ((stage.confirm ?? 0) === 0) {
    const message = `"${ref}" has been trained with the search's own seed only; write "confirm: 1" in "${name}", to train it on the seeds of its "of".`
    report('unknown-reference', message, place)
  }
}

function notAvailable(ref: string): string | undefined {
  if (ref.startsWith('job:')) return 'A reference to a job that exists already ("job:…")'
  if (ref.includes(':')) return 'A reference to another file'
  return /\/\d+$/.test(ref) ? 'A reference to one seed' : undefined
}

/** After the stage come the variant, if it has some, and the cell, if it has a matrix. */
function checkVariant(ref: string, rest: readonly string[], stage: Stage, place: Place, { report }: RuleContext): void {
  const variants = Object.keys(stage.variants ?? {})
  const variant = variants.length > 0 ? rest[0] : undefined
  const afterVariant = variants.length > 0 ? rest.slice(1) : rest
  if (['best', 'cold'].includes(rest[0] ?? '')) {
    const message = `"${ref}" names a result of a search, but the stage "${ref.split('/')[0]}" trains; only "kind: tune" searches.`
    return report('unknown-reference', message, place)
  }
  if (variant !== undefined && !variants.includes(variant)) {
    const message = `The stage "${ref.split('/')[0]}" has no variant "${variant}".`
    return report('unknown-reference', message, place, { unknown: [variant, variants] })
  }
  const hasOne = variants.length <= 1 && cellCount(stage) === 1
  if (rest.length === 0 && hasOne) return
  if (variants.length > 0 && variant === undefined) {
    const message = `"${ref}" has ${variants.length} variants; say which, such as "${ref}/${variants[0]}".`
    return report('unknown-reference', message, place)
  }
  checkCell(ref, afterVariant, stage, place, report)
}

function checkCell(
  ref: string,
  parts: readonly string[],
  { matrix = {} }: Stage,
  place: Place,
  report: RuleContext['report'],
): void {
  const axes = Object.entries(matrix)
  const isCell =
    parts.length === axes.length && axes.every(([name, values], axis) => hasValue(name, values, parts[axis]))
  if (isCell) return
  const message =
    axes.length === 0
      ? `"${ref}" names no variant: there is nothing below "${ref.split('/').slice(0, -parts.length).join('/')}".`
      : `"${ref}" names no single cell of the matrix; expected one such as "${example(ref, parts, axes)}".`
  report('unknown-reference', message, place)
}

function hasValue(name: string, values: readonly unknown[], part: string | undefined): boolean {
  return values.some((value) => part === `${name}=${String(value)}`)
}

function example(ref: string, parts: readonly string[], axes: readonly [string, readonly unknown[]][]): string {
  const before = parts.length === 0 ? ref : ref.split('/').slice(0, -parts.length).join('/')
  return [before, ...axes.map(([name, values]) => `${name}=${String(values[0])}`)].join('/')
}

function cellCount({ matrix = {} }: Stage): number {
  return Object.values(matrix).reduce((count, values) => count * values.length, 1)
}

/** Reports each cycle of `of` and `warm_start` once, at the first of its stages. */
function checkCycles({ experiment, report }: RuleContext): void {
  const names = Object.keys(experiment.stages)
  const order = new Map(names.map((name, index) => [name, index]))
  const done = new Set<string>()
  for (const name of names) {
    const path: string[] = []
    const onPath = new Set<string>()
    const left: Step[] = [{ enter: name }]
    for (let step = left.pop(); step !== undefined; step = left.pop()) {
      if ('leave' in step) {
        path.pop()
        onPath.delete(step.leave)
        done.add(step.leave)
      } else if (onPath.has(step.enter)) {
        const [first = '', ...others] = fromFirst(path.slice(path.indexOf(step.enter)), order)
        const circle = [first, ...others, first].map((one) => `"${one}"`).join(' → ')
        const place = edge(experiment, first, others[0] ?? first)
        report('reference-cycle', `The stage starts from itself: ${circle}.`, place)
      } else if (!done.has(step.enter)) {
        path.push(step.enter)
        onPath.add(step.enter)
        left.push({ leave: step.enter }, ...basesOf(experiment, step.enter).map((base) => ({ enter: base })))
      }
    }
  }
}

/** A walk without recursion: files may have thousands of stages in a row. */
type Step = { readonly enter: string } | { readonly leave: string }

/** The stages of a cycle, from the one that the file has first. */
function fromFirst(cycle: readonly string[], order: ReadonlyMap<string, number>): string[] {
  const places = cycle.map((name) => order.get(name) ?? Infinity)
  const start = places.indexOf(places.reduce((a, b) => Math.min(a, b)))
  return [...cycle.slice(start), ...cycle.slice(0, start)]
}

/** The stages of this file that a stage starts from; nothing is known here of a tuning job by its name. */
function basesOf({ stages }: Experiment, name: string): string[] {
  const { of, warm_start: warm }: Stage = stages[name] ?? {}
  const first = typeof of === 'string' ? [of.split('/')[0] ?? ''] : []
  return [...new Set([...first, ...(warm?.from ?? [])])].filter((base) => Object.hasOwn(stages, base)).reverse()
}

function edge({ stages }: Experiment, name: string, base: string): Place {
  const stage = stages[name] ?? {}
  const index = stage.warm_start?.from.indexOf(base) ?? -1
  const isOf = typeof stage.of === 'string' && stage.of.split('/')[0] === base
  return isOf || index < 0 || !stage.warm_start ? [stage, 'of'] : [stage.warm_start.from, index]
}
