/** A file → the plan that its jobs were made from, for commands that ask about jobs and start none. */

import type { Plan } from '@assay/core'

import type { Settings } from './arguments.js'
import { UserError } from './failure.js'
import { openTarget, type Services } from './open-target.js'
import type { Overrides } from './override.js'
import { prepare, readResolved } from './prepare.js'
import { recallExperiment } from './record-experiment.js'
import { chooseTarget, type Target } from './target.js'

/** A plan with the services that know its jobs; `services.close()` at the end. */
export interface Recalled {
  readonly plan: Plan
  readonly target: Target
  readonly services: Services
  readonly commit?: string
}

/** Returns a file's plan. Where its data is not on this machine, the plan that the run has written down. */
export async function recall(path: string, settings: Settings, overrides: Overrides = {}): Promise<Recalled> {
  try {
    const { plan, target, commit } = await prepare(path, { settings, overrides })
    const services = await openTarget(target, settings.workingFolder)
    return { plan, target, services, ...(commit === undefined ? {} : { commit }) }
  } catch (error) {
    if (!(error instanceof UserError) || !dataIsElsewhere.has(error.code)) throw error
    return recallRecorded(path, settings, overrides, error)
  }
}

const dataIsElsewhere = new Set(['data-not-here', 'no-such-data', 'unknown-data', 'no-training-data'])

async function recallRecorded(
  path: string,
  settings: Settings,
  overrides: Overrides,
  reason: UserError,
): Promise<Recalled> {
  const { experiment } = readResolved(path, overrides)
  const target = chooseTarget(settings, experiment.aws)
  const services = await openTarget(target, settings.workingFolder)
  const recorded = await recallExperiment(experiment, target, services.storage)
  if (recorded !== undefined) return { plan: recorded.plan, target, services }
  services.close()
  throw reason
}
