/** Plans other files that this one starts from, with the results of their jobs and searches. */

import { join } from 'node:path'

import type { Experiment, ForeignFile, Positions } from '@assay/core'
import { foreignSearches } from '@assay/core/internal'

import { elsewhere } from './donors.js'
import { UserError } from '../base/failure.js'
import { openTarget } from '../target/open-target.js'
import type { Planned, Prepared } from './prepare.js'
import { searchJobs } from '../observe/search.js'
import { readSearches } from '../observe/searches.js'
import { hasJobs, stateFolder } from '../target/state-folder.js'
import type { Target } from '../target/target.js'

/** How other files are read. */
export interface ForeignOptions {
  /** The target of the child: SageMaker cannot start a search from another region's. */
  readonly target: Target
  readonly workingFolder: string
  /** The files that lead here, to find files that start from themselves. */
  readonly reading: readonly string[]
  readonly prepare: (file: string) => Promise<Prepared>
}

/**
 * Returns the files whose searches an experiment starts from, by `ForeignSearch.file`; nothing is run.
 * @throws UserError if a file cannot be read or planned, runs elsewhere, or two files start from each other.
 */
export async function readForeignFiles(
  experiment: Experiment,
  positions: Positions,
  { target, workingFolder, reading, prepare }: ForeignOptions,
): Promise<ReadonlyMap<string, ForeignFile>> {
  const files = new Map<string, ForeignFile>()
  for (const { file, from, index } of foreignSearches(experiment, positions)) {
    if (files.has(file)) continue
    const place = positions.of(from, index)
    if (reading.includes(join(file))) {
      throw new UserError('reference-cycle', `The searches of "${file}" would start from themselves.`, { place })
    }
    try {
      const prepared = await prepare(file)
      requireSamePlace(file, prepared.target, target)
      const { search } = await withResults(prepared, workingFolder)
      files.set(file, { experiment: prepared.experiment, search: (stage) => search?.(stage) })
    } catch (error) {
      throw elsewhere(error, `"${file}", from which a search starts,`, file, place)
    }
  }
  return files
}

function requireSamePlace(file: string, { region: theirs }: Target, { region: own }: Target): void {
  if (theirs === own) return
  const message = `"${file}" runs in ${theirs} and this file in ${own}; a search starts from one of the same region only.`
  throw new UserError('bad-reference', message)
}

/** Returns a file's plan with its results. If nothing was ever run, no endpoint is started to find that out. */
export async function withResults(prepared: Prepared, workingFolder: string): Promise<Planned> {
  const { experiment, target } = prepared
  if (target.name === 'local' && !hasJobs(stateFolder(workingFolder))) return prepared
  const { sagemaker, close } = await openTarget(target, workingFolder)
  try {
    const searches = await readSearches(prepared, sagemaker)
    const records = await searchJobs(sagemaker, experiment.name)
    return prepared.planWith({ searches, records: [...records.values()] })
  } finally {
    close()
  }
}
