/** A file → its plan: everything that can be known without asking SageMaker. */

import { dirname, join, resolve } from 'node:path'

import {
  type Catalogue,
  type Diagnostic,
  expand,
  type Experiment,
  type JobRecord,
  plan,
  type Plan,
  type Planning,
  type Positions,
  type Prices,
  type TuningRecord,
  type Variant,
} from '@assay/core'
import { catalogue } from '@assay/model-zoo'

import type { Settings } from '../process/arguments.js'
import { folderCache } from '../data/files/cache.js'
import { commitOf } from './commit.js'
import type { Dataset } from '../data/datasets.js'
import { findDatasets } from '../data/find-datasets.js'
import { findDonors } from './donors.js'
import { readForeignFiles, withResults } from './foreign-files.js'
import { type Files, InvalidExperiment } from '../base/invalid-experiment.js'
import { objectsOf } from '../target/open-target.js'
import { override, type Overrides } from './override.js'
import { pricesOn } from '../process/prices.js'
import { readExperiment, type ReadExperiment } from './read-experiment.js'
import { readNamedSearches } from '../observe/searches.js'
import { stateFolder } from '../target/state-folder.js'
import { chooseTarget, type Target } from '../target/target.js'

/** A plan, and its warnings. */
export interface Planned {
  readonly plan: Plan
  /** Answers another file's `init_weights`, by variant. */
  readonly donor?: Planning['donor']
  /** Answers a search of another file that starts from one of this file. */
  readonly search?: Planning['search']
  readonly warnings: readonly Diagnostic[]
}

/** Results that a plan is made from. */
export interface Results {
  readonly searches?: readonly TuningRecord[]
  readonly records?: readonly JobRecord[]
  /** Whether searches that failed or were stopped continue with their remaining trials. */
  readonly retry?: boolean
}

/** A file, ready to run. */
export interface Prepared extends Planned {
  readonly path: string
  readonly experiment: Experiment
  /** The text of the file and of those it extends, by path. */
  readonly files: Files
  /** Positions in those files. */
  readonly positions: Positions
  readonly variants: readonly Variant[]
  readonly datasets: readonly Dataset[]
  readonly target: Target
  /** Missing if nothing costs anything. */
  readonly prices?: Prices
  /**
   * Returns the plan with these results; `plan` is the one without any.
   * @throws InvalidExperiment if a search cannot continue from them.
   */
  readonly planWith: (results: Results) => Planned
  readonly commit?: string
  /** From `--set`. */
  readonly overrides: Overrides
}

/** How to prepare. */
export interface PrepareOptions {
  readonly settings: Settings
  readonly overrides?: Overrides
  /** The text of the experiment, instead of the file's. */
  readonly text?: string
  /** Files that lead to this one, to find files that start from themselves. */
  readonly reading?: readonly string[]
  /** Changes the file's contents before they are planned. @throws UserError */
  readonly alter?: (read: Altered) => Altered
}

/** The contents of a file before it is planned. */
export type Altered = Pick<Prepared, 'experiment' | 'variants'>

/**
 * Returns a file's plan.
 * @throws InvalidExperiment with every problem of the file; UserError for data or target.
 */
export async function prepare(
  path: string,
  { settings, overrides = {}, text, reading = [], alter = (read) => read }: PrepareOptions,
): Promise<Prepared> {
  const { catalogue: zoo, experiment: read, positions, files, warnings } = readResolved(path, overrides, text)
  const { experiment, variants } = alter({ experiment: read, variants: expandAll(read, positions, files) })
  const experimentFolder = dirname(resolve(settings.workingFolder, path))
  const target = chooseTarget(settings, experiment.aws)
  const prices = pricesOn(target.name, settings.prices, experiment)
  const data = await findDatasets(variants, { positions, files }, sourcesOfData(experimentFolder, target, settings))
  const commit = await commitOf(experimentFolder)
  const file = { path, experiment, variants, positions, files, target }
  const planning = {
    catalogue: zoo,
    positions,
    datasets: new Map(data.datasets.map(({ key, summary }) => [key, summary])),
    target,
    ...(await planOthers(file, settings, reading)),
    ...(commit === undefined ? {} : { commit }),
    ...(prices && { prices }),
  }
  const planWith = ({ searches = [], records = [], retry = false }: Results): Planned => {
    const planned = planFile(file, { ...planning, searches, records, retry })
    return { ...planned, warnings: [...warnings, ...data.warnings, ...planned.warnings] }
  }
  return {
    ...file,
    datasets: data.datasets,
    ...(prices && { prices }),
    ...planWith({ searches: await readNamedSearches(experiment, target, settings.workingFolder) }),
    planWith,
    ...(commit === undefined ? {} : { commit }),
    overrides,
  }
}

type Context = Parameters<typeof plan>[2]

type File = Pick<Prepared, 'path' | 'experiment' | 'variants' | 'positions' | 'files' | 'target'>

function sourcesOfData(
  experimentFolder: string,
  target: Target,
  settings: Settings,
): Parameters<typeof findDatasets>[2] {
  return {
    experimentFolder,
    places: settings,
    bucket: target.bucket,
    cache: folderCache(stateFolder(settings.workingFolder)),
    objects: (uri) => objectsOf(uri, target, settings),
  }
}

/** Plans the other files that this one starts from, with their results. */
async function planOthers(
  { path, experiment, variants, positions, target }: File,
  settings: Settings,
  reading: readonly string[],
): Promise<Required<Pick<Context, 'donors' | 'files'>>> {
  const { workingFolder } = settings
  const others = [...reading, join(path)]
  const prepareOther = (file: string): Promise<Prepared> => prepare(file, { settings, reading: others })
  const planOther = async (file: string): Promise<Planned> => withResults(await prepareOther(file), workingFolder)
  const donors = await findDonors(variants, positions, others, planOther)
  const foreign = { target, workingFolder, reading: others, prepare: prepareOther }
  return { donors, files: await readForeignFiles(experiment, positions, foreign) }
}

/** @throws InvalidExperiment with every problem. */
function planFile({ experiment, variants, files }: File, planning: Context): Planned {
  const { plan: planned, diagnostics, donor, search } = plan(experiment, variants, planning)
  if (planned === undefined) throw new InvalidExperiment(diagnostics, files)
  return { plan: planned, warnings: diagnostics, ...(donor && { donor }), ...(search && { search }) }
}

/** Returns the experiment with `--set` applied. @throws InvalidExperiment */
export function readResolved(path: string, overrides: Overrides, text?: string): Resolved {
  const zoo = catalogue()
  const { experiment, ...rest } = readExperiment(path, zoo, text)
  return { ...rest, catalogue: zoo, experiment: override(experiment, overrides, rest.positions, zoo) }
}

type Resolved = ReadExperiment & { readonly catalogue: Catalogue }

/** @throws InvalidExperiment with every problem. */
function expandAll(experiment: Experiment, positions: Positions, files: Files): readonly Variant[] {
  const { variants, diagnostics } = expand(experiment, positions)
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new InvalidExperiment(diagnostics, files)
  return variants
}
