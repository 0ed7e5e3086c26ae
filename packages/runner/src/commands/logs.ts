/** `assay logs FILE REF/SEED`, `… SEARCH/trial-N`, `… find-lr/REF` or `… JOB`: what a job printed. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

import { UserError, type ExitCode } from '../base/failure.js'
import { findJob } from '../jobs/find-job.js'
import { listenForInterruption } from '../process/interruption.js'
import { recall } from '../prepare/recall.js'
import { stateFolder } from '../target/state-folder.js'
import { pause, statesOf } from '../run/watch.js'
import type { Surroundings } from './command.js'

/** Prints the log so far; with `--follow`, until the job has ended. */
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
      const watched = flags.follow === true ? [{ kind: 'training', name } as const] : []
      const [state] = await statesOf(watched, services.sagemaker, recalled.plan.experiment.name)
      position = await print(path, position, terminal.write)
      if (state === undefined || state.isOver || interruption.signal.aborted) return 0
      await pause(services.pollInterval, interruption.signal)
    }
  } finally {
    interruption.close()
    services.close()
  }
}

/** Prints the bytes after `from`, and returns their end. */
async function print(path: string, from: number, write: (bytes: Uint8Array) => void): Promise<number> {
  const { size } = await stat(path).catch(() => ({ size: 0 }))
  if (size <= from) return from
  for await (const bytes of createReadStream(path, { start: from, end: size - 1 })) write(bytes as Uint8Array)
  return size
}
