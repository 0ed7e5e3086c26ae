/** Settings from flags and the environment. No other file reads environment variables. */

import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

import type { SaidPrice } from '@assay/core'

import { UserError } from '../base/failure.js'
import { readPrices } from './prices.js'

/** The settings of a command. */
export interface Settings {
  readonly target: 'local' | 'aws'
  /** The place on AWS, as far as flags and environment set it; the file's `aws:` may set the rest. */
  readonly aws: AwsPlace
  /** Prices from the command line. */
  readonly prices: readonly SaidPrice[]
  /** The backend of jobs; `auto` is the fastest that is found. */
  readonly backend: 'auto' | 'wasm' | 'tensorflow'
  /** The folder that the native backend is installed in, if ASSAY_NATIVE is set. */
  readonly nativeFolder?: string
  /** The folder that holds `.assay/`. */
  readonly workingFolder: string
  /** The folder of data sets, shared by every project of this user. */
  readonly cacheFolder: string
}

/** The settings of jobs on AWS that are not part of an experiment. */
export interface AwsPlace {
  readonly role?: string
  readonly image?: string
  readonly bucket?: string
  readonly region?: string
}

/** The flags that several commands share, as commander reads them. */
export interface TargetFlags {
  readonly target?: string
  readonly backend?: string
  readonly role?: string
  readonly image?: string
  readonly bucket?: string
  readonly region?: string
  readonly price?: readonly string[]
}

/** Environment variables by name. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>

/** Returns the settings; a flag wins over the environment. */
export function readSettings(flags: TargetFlags, environment: EnvironmentVariables, workingFolder: string): Settings {
  return {
    target: readTarget(flags.target, environment),
    aws: defined({
      role: flags.role ?? environment['ASSAY_ROLE'],
      image: flags.image ?? environment['ASSAY_IMAGE'],
      bucket: flags.bucket ?? environment['ASSAY_BUCKET'],
      region: flags.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'],
    }),
    prices: readPrices(flags.price ?? []),
    backend: readBackend(flags.backend, environment),
    ...nativeFolder(environment, workingFolder),
    workingFolder,
    cacheFolder:
      nonEmpty(environment['ASSAY_CACHE']) ??
      join(nonEmpty(environment['XDG_CACHE_HOME']) ?? join(homedir(), '.cache'), 'assay'),
  }
}

/** Whether text may be colored. @see https://no-color.org */
export function mayColor(environment: EnvironmentVariables, isTerminal: boolean): boolean {
  if (nonEmpty(environment['NO_COLOR']) !== undefined) return false
  return (isTerminal && environment['TERM'] !== 'dumb') || nonEmpty(environment['FORCE_COLOR']) !== undefined
}

function readTarget(flag: string | undefined, environment: EnvironmentVariables): Settings['target'] {
  const target = flag ?? nonEmpty(environment['ASSAY_TARGET']) ?? 'local'
  if (target === 'local' || target === 'aws') return target
  const where = flag === undefined ? 'ASSAY_TARGET' : '--target'
  throw new UserError('unknown-target', `${where} is "${target}"; expected "local" or "aws".`)
}

const backends = ['auto', 'wasm', 'tensorflow'] as const

function readBackend(flag: string | undefined, environment: EnvironmentVariables): Settings['backend'] {
  const named = flag ?? nonEmpty(environment['ASSAY_BACKEND']) ?? 'auto'
  const backend = backends.find((one) => one === named)
  if (backend !== undefined) return backend
  const where = flag === undefined ? 'ASSAY_BACKEND' : '--backend'
  const refused = named === 'cpu' ? ' Plain JavaScript would need minutes for one step of a convolution.' : ''
  throw new UserError('unknown-backend', `${where} is "${named}"; expected "auto", "wasm" or "tensorflow".${refused}`)
}

function nativeFolder(environment: EnvironmentVariables, workingFolder: string): Pick<Settings, 'nativeFolder'> {
  const folder = nonEmpty(environment['ASSAY_NATIVE'])
  return folder === undefined ? {} : { nativeFolder: resolve(workingFolder, folder) }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

function defined(place: { [Name in keyof AwsPlace]: string | undefined }): AwsPlace {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => nonEmpty(value) !== undefined))
}
