/** `assay report FILE`: the report again, from what SageMaker knows; starts nothing. */

import { renderTerminal } from '@assay/report'

import { compileReport } from '../show/compile-report.js'
import type { ExitCode } from '../base/failure.js'
import { readOverrides } from '../prepare/override.js'
import { recall } from '../prepare/recall.js'
import type { Surroundings } from './command.js'

/** The flags of `assay report`. */
export interface ReportFlags {
  readonly set: readonly string[]
  readonly out?: string
}

/** Prints the report and the paths of its files. */
export async function report(
  file: string,
  flags: ReportFlags,
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  const overrides = readOverrides(flags.set)
  const recalled = await recall(file, settings, overrides)
  try {
    const { report, files } = await compileReport(recalled, {
      file,
      overrides,
      workingFolder: settings.workingFolder,
      out: flags.out,
    })
    terminal.out(`${renderTerminal(report, terminal)}\n${files.join('\n')}`)
    return 0
  } finally {
    recalled.services.close()
  }
}
