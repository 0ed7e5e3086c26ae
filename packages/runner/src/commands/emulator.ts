/** `assay emulator`: the local endpoint in the foreground, for any client of SageMaker. */

import { findNative } from '../target/backend.js'
import type { ExitCode } from '../base/failure.js'
import { listenForInterruption } from '../process/interruption.js'
import { serve } from '../target/local.js'
import { stateFolder } from '../target/state-folder.js'
import { pause } from '../run/watch.js'
import { resolve } from 'node:path'
import type { Surroundings } from './command.js'

/** The flags of `assay emulator`. */
export interface EmulatorFlags {
  readonly port?: number
  /** The folder that holds `.assay/`. */
  readonly folder?: string
}

/** Serves until Ctrl-C. */
export async function emulator(
  { port, folder = '.' }: EmulatorFlags,
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  const state = stateFolder(resolve(settings.workingFolder, folder))
  const interruption = listenForInterruption()
  const native = findNative(settings)
  const { url, close } = await serve(state, {
    ...(port === undefined ? {} : { port }),
    ...(native && { nativeFolder: native.folder }),
  })
  try {
    terminal.out(
      [
        `# SageMaker of ${state.path}; Ctrl-C ends it, its jobs go on when it is back.`,
        `export AWS_ENDPOINT_URL_SAGEMAKER=${url}`,
        'export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1',
        'export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local',
      ].join('\n'),
    )
    while (!interruption.signal.aborted) await pause(2 ** 30, interruption.signal)
    return 0
  } finally {
    interruption.close()
    await close()
  }
}
