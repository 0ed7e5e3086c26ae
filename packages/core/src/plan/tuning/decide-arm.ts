/** The next step of an arm: a tuning job to create, one that exists, or something to wait for. */

import { counted } from '../../base/counted.js'
import type { TuningRecord } from '../../contract/tuning-record.js'
import { kindOf } from './arm-notes.js'
import type { ChainState } from './chain.js'
import type { Deferred, TuningStep } from '../../contract/planned.js'
import { combinationCount } from './search-settings.js'
import { leastSpace } from './search-space.js'
import { searchJobName, tuningJob } from './tuning-job.js'
import type { SearchJob } from './tuning-job.js'
import { mostParents } from './warm-start.js'
import type { ArmSource, Ranges } from '../arm.js'
import type { PlanFrame } from '../context.js'

/** The facts that the decision depends on. */
export interface Situation {
  readonly source: ArmSource
  readonly chain: readonly TuningRecord[]
  readonly waits: boolean
  readonly isBarren: boolean
  readonly job: (trials: number, chain: readonly TuningRecord[]) => SearchJob
}

/** The jobs that are created, or wait. */
export interface Decided {
  readonly created: readonly string[]
  readonly steps: readonly TuningStep[]
  readonly deferred: readonly Deferred[]
}

const nothing: Decided = { created: [], steps: [], deferred: [] }

/** Returns what is to be done. */
export function decideArm(
  state: ChainState,
  { source, chain, waits, isBarren, job }: Situation,
  frame: PlanFrame,
): Decided {
  const { ref, name, stage, parents, blockers } = source
  const awaited = [...parents, ...blockers]
  const { report } = frame.reporter
  const last = chain.at(-1)
  const deferred = (after: readonly string[], afterStages: readonly string[], jobs: number): Decided => ({
    ...nothing,
    deferred: [{ ref, stage: name, after: [...new Set(after)], afterStages: [...new Set(afterStages)], jobs }],
  })
  if (state.kind === 'stuck') {
    reportStuck(source, chain, frame)
    return nothing
  }
  if (state.kind === 'current') return { ...nothing, steps: last ? sameStep(last, chain, job, frame, waits) : [] }
  if (waits) {
    const least = source.definitions.map(({ space }) => (parents.length > 0 ? leastSpace(space) : space.original))
    checkCount(least, state.trials, source, frame)
    return deferred(
      awaited.flatMap(({ after }) => after),
      awaited.flatMap(({ afterStages }) => afterStages),
      state.trials,
    )
  }
  if (isBarren) return nothing
  if (state.kind === 'wait') return deferred([last?.name ?? ''], [name], state.trials)
  const next = job(state.trials, chain)
  if (next.parents.length > mostParents) {
    const message = `"${ref}" would start from ${next.parents.length} tuning jobs, its own and those of its parents; SageMaker allows ${mostParents}. Make a new stage that starts from those that matter, each as "job:NAME".`
    report(
      'bad-continuation',
      message,
      chain.length > 0 ? [stage, 'max_trials', 'key'] : [stage.warm_start ?? stage, 'from'],
    )
    return nothing
  }
  checkCount(
    next.definitions.map(({ ranges }) => ranges),
    state.trials,
    source,
    frame,
  )
  const step = tuningJob(frame, next)
  if (step === undefined) return nothing
  return { ...nothing, created: [step.input.HyperParameterTuningJobName ?? ''], steps: [step] }
}

/** SageMaker refuses a finite space with fewer combinations than trials. */
function checkCount(
  spaces: readonly Ranges[],
  trials: number,
  { ref, stage }: ArmSource,
  { reporter }: PlanFrame,
): void {
  const count = spaces.reduce((sum, ranges) => sum + combinationCount(ranges), 0)
  if (count >= trials) return
  const message = `"${ref}" has ${counted(count, 'combination')}, fewer than ${counted(trials, 'trial')}; SageMaker refuses that. Lower "max_trials" or widen the ranges.`
  reporter.report('bad-search', message, [stage, 'max_trials'])
}

/** The request of a job that exists already, if the file still asks for exactly that. */
function sameStep(
  last: TuningRecord,
  chain: readonly TuningRecord[],
  job: Situation['job'],
  frame: PlanFrame,
  waits: boolean,
): readonly TuningStep[] {
  if (waits) return []
  const same = job(last.maximumTrials ?? 1, chain.slice(0, -1))
  const step = searchJobName(frame, same) === last.name ? tuningJob(frame, same) : undefined
  return step ? [step] : []
}

function reportStuck({ ref, stage }: ArmSource, [first]: readonly TuningRecord[], { reporter }: PlanFrame): void {
  if (first === undefined) return
  const message = `"${ref}" has run, and SageMaker cannot go on with ${kindOf(first)}. Undo the change, or give the stage another name to search again from the start.`
  const key = (['max_trials', 'strategy', 'budget', 'search_space'] as const).find((one) => Object.hasOwn(stage, one))
  reporter.report('bad-continuation', message, key === undefined ? [stage] : [stage, key, 'key'])
}
