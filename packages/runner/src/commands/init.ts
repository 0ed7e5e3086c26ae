/** `assay init [NAME]`: a first experiment that runs. */

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

import { experimentSchema } from '@assay/core'

import { writeAtomically } from '../base/atomic-file.js'
import { findKnownSet } from '../data/sets/find-set.js'
import { knownSets } from '../data/sets/known-sets.js'
import { UserError, type ExitCode } from '../base/failure.js'
import { firstExperiment } from './first-experiment.js'
import { makeFolder } from '../base/make-folder.js'
import type { Surroundings } from './command.js'

/** Writes `experiments/NAME.yaml` and the schema that its first line names; a file that is there is left alone. */
export async function init(name: string, { settings, terminal }: Surroundings): Promise<ExitCode> {
  if (!/^[a-z0-9](-?[a-z0-9])*$/.test(name) || name.length > 20) {
    throw new UserError(
      'bad-name',
      `"${name}" cannot name an experiment; expected at most 20 of a–z, 0–9 and single hyphens.`,
    )
  }
  const folder = join(settings.workingFolder, 'experiments')
  const path = join(folder, `${name}.yaml`)
  const shown = relative(settings.workingFolder, path)
  await makeFolder(folder)
  await writeFile(path, firstExperiment(name), { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    throw new UserError(
      'exists',
      `"${shown}" already exists; nothing was written. Choose another name: "assay init NAME".`,
    )
  })
  const schema = join(settings.workingFolder, 'schemas', 'experiment.schema.json')
  if (!existsSync(schema)) await writeAtomically(schema, `${JSON.stringify(experimentSchema, undefined, 2)}\n`)
  const missing = knownSets.filter((set) => set.name === 'mnist' && findKnownSet(set, settings) === undefined)
  terminal.out(
    [`Wrote ${shown}.`, ...missing.map((set) => `  assay data pull ${set.name}`), `  assay run ${shown}`].join('\n'),
  )
  return 0
}
