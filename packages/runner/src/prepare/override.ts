/** `--set name=value`: hyperparameters of the file that the command line replaces. */

import type { Catalogue, Experiment, Positions, Scalar } from '@assay/core'
import { merge, trainerChoices, trainerHyperparameters } from '@assay/core/internal'

import { didYouMean } from '../base/did-you-mean.js'
import { UserError } from '../base/failure.js'

/** Hyperparameters of the file that the command line replaces. */
export type Overrides = Readonly<Record<string, Scalar>>

/** Parses `--set` flags; reads values as YAML does. @throws UserError */
export function readOverrides(written: readonly string[]): Overrides {
  return Object.fromEntries(written.map(readOverride))
}

/** Returns the experiment with the overrides in its hyperparameters. @throws UserError for a name or type not known. */
export function override(
  experiment: Experiment,
  overrides: Overrides,
  positions: Positions,
  catalogue: Catalogue,
): Experiment {
  if (Object.keys(overrides).length === 0) return experiment
  const known = knownHyperparameters(experiment, catalogue)
  for (const [name, value] of Object.entries(overrides)) check(name, value, known)
  return merge(experiment, { hyperparameters: overrides }, positions)
}

/** A value of each hyperparameter that the file, the zoo or the trainer knows. */
function knownHyperparameters(experiment: Experiment, { architectures }: Catalogue): ReadonlyMap<string, Scalar> {
  const stages = Object.values(experiment.stages)
  const recipes = [...stages.flatMap((stage) => [...Object.values(stage.variants ?? {}), stage]), experiment]
  return new Map<string, Scalar>([
    ...[...architectures.values()].flatMap((architecture) => Object.entries(architecture.hyperparameters)),
    ...Object.entries(trainerHyperparameters).map(([name, rule]) => [name, rule.default] as const),
    ...recipes.flatMap((recipe) =>
      Object.entries(recipe?.hyperparameters ?? {}).filter((entry): entry is [string, Scalar] => entry[1] !== null),
    ),
  ])
}

function check(name: string, value: Scalar, known: ReadonlyMap<string, Scalar>): void {
  const before = known.get(name)
  if (before === undefined) {
    const near = didYouMean(name, [...known.keys()])
    throw new UserError('unknown-hyperparameter', `"--set" names "${name}", which no model here reads.${near}`)
  }
  if (typeof before === typeof value) return checkChoice(name, value)
  throw new UserError(
    'bad-override',
    `"--set ${name}=${value}" gives a ${typeof value}; expected a ${typeof before}, such as ${JSON.stringify(before)}.`,
  )
}

/** `--set` allows only the values that a file may have. */
function checkChoice(name: string, value: Scalar): void {
  const choices = new Map<string, readonly string[]>(Object.entries(trainerChoices)).get(name)
  if (choices === undefined || choices.includes(String(value))) return
  const expected = choices.map((each) => `"${each}"`).join(', ')
  throw new UserError('bad-override', `"--set ${name}=${value}" is unknown; expected one of ${expected}.`)
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
