/** `assay logs FILE REF/SEED` or `assay logs FILE JOB`: what a job printed. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

import { type JobRecord, parseAttempt } from '@assay/core'

import { latestAttempt } from '../attempts.js'
import { isTerminal } from '../events.js'
import { UserError, type ExitCode } from '../failure.js'
import { listenForInterruption } from '../interruption.js'
import { plannedJobs } from '../planned-jobs.js'
import { recall, type Recalled } from '../recall.js'
import { searchJobs } from '../search.js'
import { stateFolder } from '../state-folder.js'
import { look, pause } from '../watch.js'
import type { Surroundings } from './command.js'

/** Prints the log as far as there is one; with `--follow`, goes on until the job has ended. */
export async function logs(
  file: string,
  ref: string,
  flags: { readonly follow?: boolean },
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  const recalled = await recall(file, settings)
  const { services, target } = recalled
  const interruption = listenForInterruption()
  try {
    const { name } = await findJob(recalled, ref)
    if (target.name === 'aws') {
      const url = `https://${target.region}.console.aws.amazon.com/cloudwatch/home?region=${target.region}#logsV2:log-groups/log-group/$252Faws$252Fsagemaker$252FTrainingJobs`
      throw new UserError(
        'not-available-yet',
        `Reading logs from AWS is not available yet. The streams "${name}/…" of the log group "/aws/sagemaker/TrainingJobs" have it: ${url}`,
      )
    }
    const path = stateFolder(settings.workingFolder).log(name)
    let position = 0
    for (;;) {
      const [record] = flags.follow === true ? await look([name], services.sagemaker) : []
      position = await print(path, position, terminal.write)
      if (record === undefined || isTerminal(record.status) || interruption.signal.aborted) return 0
      await pause(services.pollInterval, interruption.signal)
    }
  } finally {
    interruption.close()
    services.close()
  }
}

async function findJob({ plan, services }: Recalled, ref: string): Promise<JobRecord> {
  const records = await searchJobs(services.sagemaker, plan.experiment.name)
  const named = records.get(ref)
  if (named !== undefined) return named
  const jobs = plannedJobs(plan, [], [parseAttempt(ref).name])
  if (jobs.length > 1) {
    const some = jobs.slice(0, 5).map(({ ref: variant, seed }) => `"${variant}/${seed}"`)
    throw new UserError(
      'ambiguous-reference',
      `"${ref}" names ${jobs.length} jobs; say one, such as ${some.join(', ')}.`,
    )
  }
  const record = latestAttempt(jobs[0]?.name ?? '', records)?.record
  if (record === undefined) throw new UserError('no-such-job', `The job of "${ref}" has not been created yet.`)
  return record
}

/** Prints what was added since `from`, and returns where it ended. */
async function print(path: string, from: number, write: (bytes: Uint8Array) => void): Promise<number> {
  const { size } = await stat(path).catch(() => ({ size: 0 }))
  if (size <= from) return from
  for await (const bytes of createReadStream(path, { start: from, end: size - 1 })) write(bytes as Uint8Array)
  return size
}
