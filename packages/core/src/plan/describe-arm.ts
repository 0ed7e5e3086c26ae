/** What the plan says about a search, for people and for the report. */

import type { ArmSource } from './plan-arm.js'
import type { PlannedArm, PlannedDefinition } from './planned.js'
import type { SearchSettings } from './search-settings.js'
import { unknownNames } from './search-space.js'
import type { KnownSpace } from './search-space.js'
import type { KnownDefinition } from './tuning-job.js'

/** What has been found out about an arm. */
export interface ArmFacts {
  readonly settings: SearchSettings
  readonly jobNames: readonly string[]
  readonly known: readonly KnownDefinition[]
  readonly spaces: readonly KnownSpace[]
  readonly warmStart: PlannedArm['warmStart']
  /** Whether parents have to end before all is known. */
  readonly waits: boolean
}

/** Returns the arm as the plan has it. */
export function describeArm({ ref, parents, definitions }: ArmSource, facts: ArmFacts): PlannedArm {
  const { settings, jobNames, known, warmStart, waits } = facts
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
    earlyStopping: settings.earlyStopping,
    confirm: settings.confirm,
    definitions: described,
    knownAfter: isUnknown ? [...new Set(parents.flatMap(({ afterStages }) => afterStages))] : [],
  }
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
