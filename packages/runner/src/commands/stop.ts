/** `assay stop FILE [REF…]`: asks jobs to stop. */

import { decodeTags, type TuningRecord } from '@assay/core'
import { parseAttempt } from '@assay/core/internal'

import { isTerminal } from '../base/events.js'
import type { ExitCode } from '../base/failure.js'
import { stopJobs } from '../run/let-go.js'
import { kindOf } from '../jobs/kinds/kinds.js'
import { isStage, plannedJobs } from '../jobs/planned-jobs.js'
import { findRateTests } from '../jobs/rate-tests.js'
import { recall, type Recalled } from '../prepare/recall.js'
import { findTrial } from '../jobs/trials.js'
import type { WatchedJob } from '../run/watch.js'
import type { Surroundings } from './command.js'

/**
 * Stops the picked jobs that run; without a REF, every job of the experiment that does, planned or not. With a tuning
 * job its trials stop; a trial that is named (`coarse/trial-3`) stops alone, and so does a test of learning rates
 * (`find-lr/baseline`).
 */
export async function stop(
  file: string,
  refs: readonly string[],
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  const recalled = await recall(file, settings)
  const { services, target } = recalled
  try {
    terminal.note(target.description)
    const running = runningJobs(recalled, refs)
    await stopJobs(running, services.sagemaker)
    terminal.out(`Asked ${running.length === 1 ? '1 job' : `${running.length} jobs`} to stop.`)
    return 0
  } finally {
    services.close()
  }
}

function runningJobs({ plan, searches, records }: Recalled, refs: readonly string[]): WatchedJob[] {
  const isPicked = refs.length === 0 ? () => true : pickedBy(refs, { plan, searches, records })
  const isOwn = ({ tags }: TuningRecord): boolean => decodeTags(tags)?.experiment === plan.experiment.name
  return [
    ...searches
      .filter((record) => !isTerminal(record.status) && isOwn(record) && isPicked(record.name))
      .map(({ name }): WatchedJob => ({ kind: 'tuning', name })),
    ...[...records.values()]
      .filter(({ status }) => !isTerminal(status))
      // A trial is stopped with its tuning job, unless it is named itself.
      .filter(({ name, tuningJobArn }) => (tuningJobArn === undefined || refs.length > 0) && isPicked(name))
      .map(({ name }): WatchedJob => ({ kind: 'training', name })),
  ]
}

function pickedBy(
  refs: readonly string[],
  { plan, searches, records }: Pick<Recalled, 'plan' | 'searches' | 'records'>,
): (name: string) => boolean {
  const names = new Set<string>()
  for (const ref of refs) {
    const trial = findTrial(ref, plan, searches)
    const tests = isStage(ref, plan) ? undefined : findRateTests(ref, records)
    if (trial !== undefined) names.add(trial)
    else if (tests !== undefined) for (const { record } of tests) names.add(parseAttempt(record.name).name)
    else {
      for (const job of plannedJobs(plan, [], [ref])) {
        names.add(job.name)
        for (const name of kindOf(job).names(job)) names.add(name)
      }
    }
  }
  return (name) => names.has(parseAttempt(name).name)
}
