/** `assay data list | pull NAME | path NAME | describe SET`: data sets. */

import { UserError, type ExitCode } from '../failure.js'
import { didYouMean } from '../did-you-mean.js'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

import type { Settings } from '../arguments.js'
import { describeAsFound } from '../data/describe.js'
import { describedData } from '../data/described-data.js'
import { cachedSet, findKnownSet, findSet, isName } from '../data/find-set.js'
import { type KnownSet, knownSets, setsNotAvailableYet } from '../data/known-sets.js'
import { pull, register } from '../data/pull.js'
import type { Surroundings } from './command.js'

/** Prints every set that is known, or registered, and where it is. */
export async function listData({ settings, terminal }: Surroundings): Promise<ExitCode> {
  for (const set of knownSets) {
    terminal.out(
      `${set.name.padEnd(16)} ${findKnownSet(set, settings) ?? 'not here; "assay data pull" gets it'}\n${' '.repeat(17)}${set.summary}`,
    )
  }
  const registered = (await readdir(join(settings.cacheFolder, 'data')).catch(() => [])).filter(isName)
  for (const name of registered.filter((one) => knownSets.every((set) => set.name !== one))) {
    terminal.out(`${name.padEnd(16)} ${cachedSet(name, settings.cacheFolder)}`)
  }
  return 0
}

/** Gets a set, or registers the user's own files under a name. */
export async function pullData(
  name: string,
  { from }: { readonly from?: string },
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  if (!isName(name))
    throw new UserError('bad-name', `"${name}" cannot name a data set; expected letters a–z, digits and hyphens.`)
  const folder =
    from === undefined
      ? await pull(knownSet(name), settings.cacheFolder)
      : await register(name, from, settings.cacheFolder)
  terminal.out(folder)
  return 0
}

/** Prints the folder of a set. */
export async function pathOfData(name: string, { settings, terminal }: Surroundings): Promise<ExitCode> {
  terminal.out(folderOf(name, settings))
  return 0
}

/** The flags of `assay data describe`. */
export interface DescribeFlags {
  readonly predict?: string
  readonly json?: boolean
}

/** Prints what a set holds: a name, or a path relative to the working folder. A table needs no target. */
export async function describeData(
  set: string,
  { predict, json }: DescribeFlags,
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  const { files } = await findSet(set, settings.workingFolder, settings)
  const description = await describeAsFound(files, { target: predict })
  terminal.out(json === true ? JSON.stringify(description, undefined, 2) : describedData(description))
  return 'columns' in description && (description.columns ?? []).some(({ refused }) => refused !== undefined) ? 1 : 0
}

function folderOf(name: string, settings: Settings): string {
  const registered = cachedSet(name, settings.cacheFolder)
  const isRegistered = isName(name) && existsSync(registered)
  const set = knownSets.find((one) => one.name === name)
  const folder = (set && findKnownSet(set, settings)) ?? (isRegistered ? registered : undefined)
  if (folder !== undefined) return folder
  if (set === undefined) throw unknownSet(name)
  throw new UserError(
    'data-not-here',
    `The data set "${name}" is not on this machine yet. Get it with "assay data pull ${name}".`,
  )
}

function knownSet(name: string): KnownSet {
  const set = knownSets.find((one) => one.name === name)
  if (set === undefined) throw unknownSet(name)
  return set
}

function unknownSet(name: string): UserError {
  if (setsNotAvailableYet.includes(name)) {
    return new UserError(
      'not-available-yet',
      `Pulling the data set "${name}" is not available yet. If you have its files, say "assay data pull ${name} --from FOLDER".`,
    )
  }
  return new UserError(
    'unknown-data',
    `Unknown data set "${name}".${didYouMean(
      name,
      knownSets.map((set) => set.name),
    )}`,
  )
}
