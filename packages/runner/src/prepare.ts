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

import type { Settings } from './arguments.js'
import { folderCache } from './cache.js'
import { commitOf } from './commit.js'
import type { Dataset } from './data/datasets.js'
import { findDatasets } from './data/find-datasets.js'
import { findDonors } from './donors.js'
import { readForeignFiles, withResults } from './foreign-files.js'
import { type Files, InvalidExperiment } from './invalid-experiment.js'
import { objectsOf } from './open-target.js'
import { override, type Overrides } from './override.js'
import { pricesOn } from './prices.js'
import { readExperiment, type ReadExperiment } from './read-experiment.js'
import { readNamedSearches } from './searches.js'
import { stateFolder } from './state-folder.js'
import { chooseTarget, type Target } from './target.js'

/** A plan, and what is worth knowing about it and no error. */
export interface Planned {
  readonly plan: Plan
  /** What another file's `init_weights` needs to know, by variant. */
  readonly donor?: Planning['donor']
  /** What another file's search needs to know that starts from one of this file. */
  readonly search?: Planning['search']
  readonly warnings: readonly Diagnostic[]
}

/** What is known beside the file. */
export interface Results {
  readonly searches?: readonly TuningRecord[]
  readonly records?: readonly JobRecord[]
  /** Whether searches that failed or were stopped go on with the trials that they have left. */
  readonly retry?: boolean
}

/** What a file says, made ready to run. */
export interface Prepared extends Planned {
  readonly path: string
  readonly experiment: Experiment
  /** The text of the file and of those it extends, by path. */
  readonly files: Files
  /** Where in them everything stands. */
  readonly positions: Positions
  readonly variants: readonly Variant[]
  readonly datasets: readonly Dataset[]
  readonly target: Target
  /** What an hour of an instance costs; missing where nothing does. */
  readonly prices?: Prices
  /**
   * Returns the plan as far as these results make it known; `plan` is as it is where nothing has been run.
   * @throws InvalidExperiment for what cannot be continued from them.
   */
  readonly planWith: (results: Results) => Planned
  readonly commit?: string
  /** What `--set` changed. */
  readonly overrides: Overrides
}

/** How to prepare. */
export interface PrepareOptions {
  readonly settings: Settings
  readonly overrides?: Overrides
  /** The text of the experiment, instead of the file's. */
  readonly text?: string
  /** Files that start from this one's weights or searches, so that none starts from itself. */
  readonly reading?: readonly string[]
  /** Makes something else of what the file says, of which the plan is made. @throws UserError */
  readonly alter?: (read: Altered) => Altered
}

/** What a file says, before it is planned. */
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
  const { datasets, warnings: ofData } = await findDatasets(
    variants,
    { positions, files },
    {
      experimentFolder,
      places: settings,
      bucket: target.bucket,
      cache: folderCache(stateFolder(settings.workingFolder)),
      objects: (uri) => objectsOf(uri, target, settings),
    },
  )
  const commit = await commitOf(experimentFolder)
  const others = [...reading, join(path)]
  const prepareOther = (file: string): Promise<Prepared> => prepare(file, { settings, reading: others })
  const planOther = async (file: string): Promise<Planned> =>
    withResults(await prepareOther(file), settings.workingFolder)
  const donors = await findDonors(variants, positions, others, planOther)
  const foreign = { target, workingFolder: settings.workingFolder, reading: others, prepare: prepareOther }
  const filesOfSearches = await readForeignFiles(experiment, positions, foreign)
  const planWith = ({ searches = [], records = [], retry = false }: Results): Planned => {
    const {
      plan: planned,
      diagnostics,
      donor,
      search,
    } = plan(experiment, variants, {
      catalogue: zoo,
      positions,
      datasets: new Map(datasets.map(({ key, summary }) => [key, summary])),
      target,
      donors,
      files: filesOfSearches,
      ...(commit === undefined ? {} : { commit }),
      searches,
      records,
      retry,
      ...(prices && { prices }),
    })
    if (planned === undefined) throw new InvalidExperiment(diagnostics, files)
    return {
      plan: planned,
      warnings: [...warnings, ...ofData, ...diagnostics],
      ...(donor && { donor }),
      ...(search && { search }),
    }
  }
  return {
    path,
    experiment,
    files,
    positions,
    variants,
    datasets,
    target,
    ...(prices && { prices }),
    ...planWith({ searches: await readNamedSearches(experiment, target, settings.workingFolder) }),
    planWith,
    ...(commit === undefined ? {} : { commit }),
    overrides,
  }
}

/** Returns the experiment with what `--set` changes. @throws InvalidExperiment */
export function readResolved(path: string, overrides: Overrides, text?: string): Resolved {
  const zoo = catalogue()
  const { experiment, ...rest } = readExperiment(path, zoo, text)
  return { ...rest, catalogue: zoo, experiment: override(experiment, overrides, rest.positions, zoo) }
}

type Resolved = ReadExperiment & { readonly catalogue: Catalogue }

/** Every variant, or every reason why not. */
function expandAll(experiment: Experiment, positions: Positions, files: Files): readonly Variant[] {
  const { variants, diagnostics } = expand(experiment, positions)
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new InvalidExperiment(diagnostics, files)
  return variants
}
