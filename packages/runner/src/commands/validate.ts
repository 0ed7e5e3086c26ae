/** `assay validate FILE…`: every mistake that can be found without a service. */

import { counted } from '@assay/core'

import { prepare } from '../prepare/prepare.js'
import { UserError, type ExitCode } from '../base/failure.js'
import { InvalidExperiment } from '../base/invalid-experiment.js'
import { explainInvalid } from '../process/explain-invalid.js'
import type { Surroundings } from './command.js'
import { noteWarnings } from './note-warnings.js'

/** Checks each file; shapes too, where its data is on this machine. */
export async function validate(files: readonly string[], { settings, terminal }: Surroundings): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  for (const file of files) {
    try {
      // Where it runs does not matter here: nothing is asked of AWS, nor needed for it.
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
