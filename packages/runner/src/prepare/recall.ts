/** A file → the plan that its jobs were made from, for commands that ask about jobs and start none. */

import type { Diagnostic, JobRecord, Plan, Prices, TuningRecord } from '@assay/core'
import { defined, parseAttempt } from '@assay/core/internal'

import type { Settings } from '../process/arguments.js'
import { hasFailed } from '../jobs/attempts.js'
import { UserError } from '../base/failure.js'
import { openTarget, type Services } from '../target/open-target.js'
import type { Overrides } from './override.js'
import { pricesOn } from '../process/prices.js'
import { prepare, type Prepared, readResolved } from './prepare.js'
import { recallExperiment } from './record-experiment.js'
import { searchJobs } from '../observe/search.js'
import { readSearches } from '../observe/searches.js'
import { chooseTarget, type Target } from '../target/target.js'

/** A plan, and the results that it is made from. */
export interface Known {
  readonly plan: Plan
  readonly warnings: readonly Diagnostic[]
  readonly searches: readonly TuningRecord[]
  /** Every training job, by name. */
  readonly records: ReadonlyMap<string, JobRecord>
}

/** A plan with the services that know its jobs; `services.close()` at the end. */
export interface Recalled extends Known {
  /** Reads the results again. */
  readonly again: () => Promise<Known>
  readonly target: Target
  /** Missing if nothing costs anything. */
  readonly prices?: Prices
  readonly services: Services
  readonly commit?: string
}

/** Returns a file's plan. If its data is not on this machine, returns the plan that the run has recorded. */
export async function recall(path: string, settings: Settings, overrides: Overrides = {}): Promise<Recalled> {
  try {
    const prepared = await prepare(path, { settings, overrides })
    return await recallPrepared(prepared, await openTarget(prepared.target, settings.workingFolder))
  } catch (error) {
    if (!(error instanceof UserError) || !dataIsElsewhere.has(error.code)) throw error
    return recallRecorded(path, settings, overrides, error)
  }
}

/** Returns the plan with the results so far; with `retry`, as for a run that repeats jobs that failed or were stopped. */
export async function recallPrepared(prepared: Prepared, services: Services, retry = false): Promise<Recalled> {
  const { target, commit, prices } = prepared
  try {
    const again = async (): Promise<Known> => {
      const { sagemaker } = services
      const searches = await readSearches(prepared, sagemaker)
      const records = await searchJobs(sagemaker, prepared.experiment.name)
      // A job that will be repeated has no result yet, as in a run.
      const decisive = [...records.values()].filter(
        ({ name }) => !retry || !hasFailed(parseAttempt(name).name, records),
      )
      return { ...prepared.planWith({ searches, records: decisive, retry }), searches, records }
    }
    return { ...(await again()), again, target, services, ...defined('commit', commit), ...defined('prices', prices) }
  } catch (error) {
    services.close()
    throw error
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
  if (recorded !== undefined) {
    const { plan } = recorded
    const again = async (): Promise<Known> => ({
      plan,
      warnings: [],
      searches: await readSearches({ experiment, plan }, services.sagemaker),
      records: await searchJobs(services.sagemaker, experiment.name),
    })
    const prices = pricesOn(target.name, settings.prices, experiment)
    return { ...(await again()), again, target, services, ...defined('prices', prices) }
  }
  services.close()
  throw reason
}
