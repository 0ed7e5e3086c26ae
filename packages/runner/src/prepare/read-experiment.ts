/** A path → the experiment: the only file that reads YAML from the disk. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

import { type Catalogue, type Diagnostic, type Experiment, parse, type Positions } from '@assay/core'
import { decodeSource, maximumSourceBytes } from '@assay/core/internal'

import { UserError } from '../base/failure.js'
import { type Files, InvalidExperiment } from '../base/invalid-experiment.js'

/** An experiment as it was read. */
export interface ReadExperiment {
  readonly experiment: Experiment
  readonly positions: Positions
  readonly files: Files
  readonly warnings: readonly Diagnostic[]
}

/** @throws InvalidExperiment with every problem; UserError if there is no such file. */
export function readExperiment(path: string, catalogue: Catalogue, text?: string): ReadExperiment {
  const root = text === undefined ? read(path) : { text }
  if ('error' in root) throw new UserError('unreadable-file', `"${path}": ${root.error}`)
  const { experiment, positions, diagnostics, files } = parse({ path, text: root.text }, { read, catalogue })
  if (experiment === undefined) throw new InvalidExperiment(diagnostics, files)
  return { experiment, positions, files, warnings: diagnostics }
}

/** A file that is too long is not read at all. */
function read(path: string): ReturnType<typeof decodeSource> {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const status = fstatSync(file)
    if (!status.isFile()) return { error: 'This is not a file.' }
    if (status.size > maximumSourceBytes) return { error: tooLong(status.size) }
    const bytes = new Uint8Array(status.size)
    return decodeSource(bytes.subarray(0, readSync(file, bytes)))
  } catch (error) {
    return { error: sentenceFor(error as NodeJS.ErrnoException) }
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function tooLong(size: number): string {
  return `The file has ${(size / 1e6).toFixed(1)} MB; an experiment file has at most ${maximumSourceBytes / 1e6} MB.`
}

function sentenceFor({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'There is no such file.'
  if (code === 'EACCES' || code === 'EPERM') return 'You have no permission to read it.'
  return `It could not be read: ${message}.`
}
