/** `--set name=value`: hyperparameters of the file that the command line replaces. */

import { type Experiment, merge, type Positions, type Scalar } from '@assay/core'

import { UserError } from './failure.js'
import type { Overrides } from './prepare.js'

/** Returns what `--set` says; values are read as YAML reads them. @throws UserError */
export function readOverrides(written: readonly string[]): Overrides {
  return Object.fromEntries(written.map(readOverride))
}

/** Returns the experiment with the overrides in its hyperparameters. */
export function override(experiment: Experiment, overrides: Overrides, positions: Positions): Experiment {
  if (Object.keys(overrides).length === 0) return experiment
  return merge(experiment, { hyperparameters: overrides }, positions)
}

function readOverride(written: string): [string, Scalar] {
  const [, name, value] = /^([a-z][a-z0-9_]*)=(.*)$/s.exec(written) ?? []
  if (name !== undefined && value !== undefined && value !== '') return [name, readScalar(value)]
  throw new UserError(
    'bad-override',
    `"--set ${written}" is not understood; expected NAME=VALUE, such as "--set epochs=3".`,
  )
}

function readScalar(text: string): Scalar {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text
}
