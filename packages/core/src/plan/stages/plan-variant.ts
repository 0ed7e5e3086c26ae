/** A variant of a training stage, or a confirmed trial → what becomes of it. */

import { resolveVariant } from '../../engines/resolve-variant.js'
import type { Variant } from '../../variants/expand.js'
import { trainingJobName } from '../training/training-job.js'
import { originOf } from './lineage.js'
import { refused } from './outcome.js'
import type { Outcome, StageFrame } from './outcome.js'
import { bestResult, possibleStarts, startingFrom } from './results.js'

/** Returns what becomes of a variant, after everything that it starts from. */
export function planVariant(variant: Variant, frame: StageFrame): Outcome {
  const result = variant.result && bestResult(variant.result, frame)
  if (result?.kind === 'none') return result
  if (result?.kind === 'waiting') {
    const drafts = possibleStarts(variant, frame).flatMap((draft) => resolveVariant(draft, frame) ?? [])
    return { ...result, waiting: { variant, drafts } }
  }
  return planStarted(result ? startingFrom(variant, result.best, frame.context) : variant, frame)
}

function planStarted(variant: Variant, frame: StageFrame): Outcome {
  const origin = originOf(variant, frame)
  if (origin?.kind === 'none') return origin
  const resolved = resolveVariant(variant, frame)
  if (resolved === undefined) return refused
  if (origin?.kind === 'waiting')
    return { ...origin, waiting: { variant, started: { ...resolved, origin }, drafts: [] } }
  const runs = variant.seeds.map((seed) => ({
    seed,
    jobName: trainingJobName(frame.experiment, resolved, origin?.jobOf(seed), seed),
  }))
  return { kind: 'known', plan: { ...resolved, ...(origin && { origin }), runs } }
}
