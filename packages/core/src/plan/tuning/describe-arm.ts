/** An arm as the plan describes it, for people and for the report. */

import type { TuningRecord } from '../../contract/tuning-record.js'
import type { PlannedArm, PlannedDefinition } from '../../contract/planned.js'
import { unknownNames } from './search-space.js'
import type { KnownDefinition } from './training-definition.js'
import type { ArmSource, SearchSettings } from '../arm.js'

/** Facts about an arm. */
export interface ArmFacts {
  readonly settings: SearchSettings
  /** The most that its budget lets it run in all. */
  readonly seconds: number | undefined
  readonly jobNames: readonly string[]
  readonly known: readonly KnownDefinition[]
  readonly warmStart: PlannedArm['warmStart']
  /** Whether parents have to end before all is known. */
  readonly waits: boolean
}

/** Returns the arm as the plan has it. */
export function describeArm({ ref, parents, definitions }: ArmSource, facts: ArmFacts): PlannedArm {
  const { settings, seconds, jobNames, known, warmStart, waits } = facts
  const described = known.map((one) =>
    describeDefinition(one, definitions.length === 1 ? ref : undefined, parents, waits),
  )
  const isUnknown = described.some(({ unknown }) => unknown.length > 0)
  return {
    ref,
    strategy: settings.strategy,
    jobNames,
    parents: parents.flatMap((parent) => parent.jobNames),
    parentRefs: parents.map((parent) => parent.ref),
    ...(parents.length > 0 && warmStart !== undefined ? { warmStart } : {}),
    maximumTrials: settings.maximumTrials,
    maximumParallel: settings.maximumParallel,
    ...(seconds === undefined ? {} : { maximumSeconds: seconds }),
    earlyStopping: settings.earlyStopping,
    confirm: settings.confirm,
    definitions: described,
    knownAfter: isUnknown ? [...new Set(parents.flatMap(({ afterStages }) => afterStages))] : [],
  }
}

/** Returns a search that is as the file asks: it started from what its tuning jobs say, whatever its parents have done since. */
export function describeSearched(source: ArmSource, chain: readonly TuningRecord[], facts: ArmFacts): PlannedArm {
  const own = new Set(chain.map(({ name }) => name))
  const parents = [...new Set(chain.flatMap((record) => record.parents))].filter((name) => !own.has(name))
  const type = chain.at(-1)?.warmStart ?? facts.warmStart
  return { ...describeArm(source, { ...facts, warmStart: type }), parents }
}

function describeDefinition(
  { definition, ranges, values }: KnownDefinition,
  ref: string | undefined,
  [parent]: ArmSource['parents'],
  waits: boolean,
): PlannedDefinition {
  const { variant, space, reads, resolved } = definition
  const { changes } = space
  const inherited = (parent?.unknown ?? []).filter(
    (name) => Object.hasOwn(space.original, name) && !('range' in (changes[name] ?? {})),
  )
  const unknown = waits && parent ? [...new Set([...unknownNames(space), ...inherited])] : []
  return {
    ref: ref ?? variant.ref,
    hyperparameters: Object.fromEntries(Object.entries(values).filter(([name]) => reads.has(name))),
    ranges: Object.fromEntries(Object.entries(ranges).filter(([name]) => !unknown.includes(name))),
    unknown,
    model: resolved.model,
    ...(variant.recipe.init_weights ? { weightsFrom: variant.recipe.init_weights.from } : {}),
  }
}
