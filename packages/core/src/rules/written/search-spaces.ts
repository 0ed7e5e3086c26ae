/** The search spaces of an experiment as written, and what the file alone says that they inherit. */

import type { Experiment, SearchRange, Stage } from '../../language/experiment.js'

/** A search space where it was written. */
export interface WrittenSpace {
  readonly stageName: string
  readonly stage: Stage
  readonly space: Readonly<Record<string, SearchRange>>
}

/** Returns every `search_space` of the tuning stages: the stages' own and those of their variants. */
export function writtenSpaces({ stages }: Experiment): readonly WrittenSpace[] {
  return Object.entries(stages).flatMap(([stageName, stage]) => {
    if (stage.kind !== 'tune') return []
    const variants = Object.values(stage.variants ?? {})
    return [stage, ...variants].flatMap((one) =>
      one?.search_space ? [{ stageName, stage, space: one.search_space }] : [],
    )
  })
}

/** Returns a tuning stage's ranges with those of its first parents, as far as they are stages of this file. */
export function wholeSpace({ stages }: Experiment, name: string): Readonly<Record<string, SearchRange>> {
  const [seen, spaces] = [new Set<string>(), [] as Readonly<Record<string, SearchRange>>[]]
  let next: string | undefined = name
  while (next !== undefined && !seen.has(next) && Object.hasOwn(stages, next)) {
    seen.add(next)
    const stage: Stage | undefined = stages[next]
    spaces.unshift(stage?.search_space ?? {})
    next = stage?.warm_start?.from[0]
  }
  return Object.assign({}, ...spaces) as Readonly<Record<string, SearchRange>>
}

/** Whether a stage takes over ranges that are not in this file: those of a job, or of what is no stage. */
export function inheritsElsewhere({ stages }: Experiment, name: string): boolean {
  const seen = new Set<string>()
  let next: string | undefined = name
  while (next !== undefined && !seen.has(next)) {
    seen.add(next)
    const stage: Stage | undefined = Object.hasOwn(stages, next) ? stages[next] : undefined
    if (stage === undefined) return true
    next = stage.warm_start?.from[0]
  }
  return false
}
