/** `assay data list | pull NAME | path NAME | describe SET`: data sets. */

import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import { UserError, type ExitCode } from '../base/failure.js'
import { didYouMean } from '../base/did-you-mean.js'
import { describeAsFound } from '../data/files/describe.js'
import { describedData } from '../data/described-data.js'
import { findInPackages, findKnownSet, findSet, isName, locateSet } from '../data/sets/find-set.js'
import { type KnownSet, knownSets, setsNotAvailableYet } from '../data/sets/known-sets.js'
import { fetchedSoFar, pull, register } from '../data/pull/pull.js'
import { cachedSet } from '../data/sets/set-place.js'
import type { Watcher } from '../data/files/watcher.js'
import { listenForInterruption } from '../process/interruption.js'
import { showStages } from '../show/show-stages.js'
import type { Terminal } from '../process/terminal.js'
import type { Surroundings } from './command.js'

/** Prints every known or registered set, and its folder. */
export async function listData({ settings, terminal }: Surroundings): Promise<ExitCode> {
  for (const set of knownSets) {
    terminal.out(
      `${set.name.padEnd(16)} ${findKnownSet(set, settings) ?? 'not here; "assay data pull" downloads it'}\n${' '.repeat(17)}${set.summary}`,
    )
  }
  const registered = (await readdir(join(settings.cacheFolder, 'data')).catch(() => [])).filter(isName)
  for (const name of registered.filter((one) => knownSets.every((set) => set.name !== one))) {
    terminal.out(`${name.padEnd(16)} ${cachedSet(name, settings.cacheFolder)}`)
  }
  return 0
}

/** The flags of `assay data pull`. */
export interface PullFlags {
  readonly from?: string
  readonly predict?: string
}

/** Gets a set, or registers the user's own files under a name, and prints its folder. */
export async function pullData(
  name: string,
  { from, predict }: PullFlags,
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  if (!isName(name))
    throw new UserError('bad-name', `"${name}" cannot name a data set; expected letters a–z, digits and hyphens.`)
  const { workingFolder, cacheFolder } = settings
  const known = knownSets.find((set) => set.name === name)
  if (from !== undefined) {
    refuseCarried(known, workingFolder)
    const own = { name, from: resolve(workingFolder, from), target: predict }
    return follow(terminal, (watcher) => register(own, cacheFolder, watcher))
  }
  if (known === undefined) throw unknownSet(name)
  const here = findKnownSet(known, settings)
  if (here === undefined) {
    return follow(
      terminal,
      (watcher) => pull(known, cacheFolder, watcher),
      () => fetchedSoFar(known, cacheFolder),
    )
  }
  terminal.note(`The data set "${name}" is already here; nothing was downloaded.`)
  terminal.out(here)
  return 0
}

/** A set in a package takes precedence: one of the same name in the cache would have no effect. */
function refuseCarried(known: KnownSet | undefined, workingFolder: string): void {
  const carried = known && findInPackages(known, workingFolder)
  if (known === undefined || carried === undefined) return
  throw new UserError(
    'name-taken',
    `The data set "${known.name}" comes with an installed package, in "${carried}". Give your own data another name.`,
  )
}

/** Shows the progress of work, and cancels it at a signal: only downloaded bytes are kept. */
async function follow(
  terminal: Terminal,
  work: (watcher: Watcher) => Promise<string>,
  fetched = async (): Promise<number> => 0,
): Promise<ExitCode> {
  const interruption = listenForInterruption()
  const stages = showStages(terminal)
  try {
    const folder = await work({ signal: interruption.signal, tell: stages.tell })
    await stages.close(true)
    terminal.out(folder)
    return 0
  } catch (error) {
    await stages.close(false)
    if (!interruption.signal.aborted) throw error
    const bytes = await fetched()
    const kept =
      bytes > 0 ? ` The next pull resumes after the ${(bytes / 1e6).toFixed(1)} MB that were downloaded.` : ''
    terminal.note(`Stopped; no data set was changed.${kept}`)
    return interruption.exitCode()
  } finally {
    interruption.close()
  }
}

/** Prints where a set is, or what is at a path. */
export async function pathOfData(set: string, { settings, terminal }: Surroundings): Promise<ExitCode> {
  terminal.out(locateSet(set, settings.workingFolder, settings))
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

function unknownSet(name: string): UserError {
  if (setsNotAvailableYet.includes(name)) {
    return new UserError(
      'not-available-yet',
      `Pulling the data set "${name}" is not available yet. If you have its files, run "assay data pull ${name} --from FOLDER".`,
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
