/** A job's configuration: hyperparameters and channels. */

import { existsSync, readFileSync } from 'node:fs'

import { decodeHyperparameters } from '@assay/core/internal'
import type { JobHyperparameters } from '@assay/core/internal'

import { JobFailure } from '../base/job-failure.js'
import type { Layout } from './layout.js'
import { trainingOptions } from './training-options.js'
import type { TrainingOptions } from './training-options.js'

export interface Context extends JobHyperparameters {
  /** The trainer's own options, checked, with defaults filled in. */
  readonly training: TrainingOptions
  /** Channel name → folder. */
  readonly channels: Readonly<Record<string, string>>
}

/**
 * Reads the job's configuration. Ignores SageMaker's own hyperparameters, and any that nothing here reads.
 * @throws JobFailure for a missing or unreadable file, hyperparameter or channel.
 */
export function readContext(layout: Layout): Context {
  const decoded = decode(readJson(layout.hyperparameters))
  const single = instances(layout)
  if (single > 1) throw new JobFailure(`The job has ${single} instances; training runs on one.`)
  return { ...decoded, training: trainingOptions(decoded.values), channels: readChannels(layout) }
}

function decode(encoded: Record<string, unknown>): JobHyperparameters {
  try {
    const decoded = decodeHyperparameters(strings(encoded))
    if (!Number.isSafeInteger(decoded.seed)) throw new SyntaxError('The hyperparameter "seed" is not an integer.')
    return decoded
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new JobFailure(`The job's hyperparameters cannot be read. ${error.message}`, { cause: error })
    }
    throw error
  }
}

/** SageMaker makes every value a string; whoever writes the file by hand may forget to. */
function strings(encoded: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(encoded).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}

function readChannels(layout: Layout): Record<string, string> {
  const configured = Object.keys(readJson(layout.inputDataConfig))
  const channels = Object.fromEntries(configured.map((name) => [name, layout.channel(name)]))
  const missing = configured.find((name) => !existsSync(channels[name]))
  if (missing !== undefined) throw new JobFailure(`The channel "${missing}" has no folder "${channels[missing]}".`)
  if (!('train' in channels)) throw new JobFailure('The job has no channel "train".')
  return channels
}

function instances(layout: Layout): number {
  if (!existsSync(layout.resourceConfig)) return 1
  const { hosts } = readJson(layout.resourceConfig)
  return Array.isArray(hosts) ? hosts.length : 1
}

function readJson(file: string): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new JobFailure(`The file "${file}" cannot be read: ${(error as Error).message}.`, { cause: error })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new JobFailure(`The file "${file}" is not JSON: ${(error as Error).message}.`, { cause: error })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new JobFailure(`The file "${file}" must hold an object.`)
}
