/** `assay validate FILE…`: every mistake that can be found without a service. */

import { counted } from '@assay/core/internal'

import { prepare } from '../prepare/prepare.js'
import { UserError, type ExitCode } from '../base/failure.js'
import { InvalidExperiment } from '../base/invalid-experiment.js'
import { explainInvalid } from '../process/explain-invalid.js'
import type { Surroundings } from './command.js'
import { noteWarnings } from './note-warnings.js'

/** Checks each file; also shapes, if its data is on this machine. */
export async function validate(files: readonly string[], { settings, terminal }: Surroundings): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  for (const file of files) {
    try {
      // The target does not matter here: validation asks nothing of AWS.
      const prepared = await prepare(file, { settings: { ...settings, target: 'local' } })
      noteWarnings(prepared, terminal)
      terminal.out(`${file}: valid, ${counted(prepared.plan.steps.length, 'job')}`)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      exitCode = 2
      terminal.note(
        error instanceof InvalidExperiment
          ? explainInvalid(error, terminal)
          : error.place === undefined
            ? `${file}: ${error.line}`
            : error.line,
      )
    }
  }
  return exitCode
}
