/** Every data set that an experiment reads, and the file's mistakes about them, each at its position. */

import { type DataSource, dataSources, type Diagnostic, type Position, type Positions, type Variant } from '@assay/core'
import { possibleRecipes, sortDiagnostics } from '@assay/core/internal'

import { UserError } from '../base/failure.js'
import { type Files, InvalidExperiment } from '../base/invalid-experiment.js'
import { ChannelError } from './data-channels.js'
import { type DataContext, type Dataset, findDataset } from './datasets.js'
import { constantTarget } from './described-data.js'
import { columnDiagnostics, UnknownColumns } from './files/unknown-columns.js'

/** The data sets, and warnings about them. */
export interface FoundDatasets {
  readonly datasets: readonly Dataset[]
  readonly warnings: readonly Diagnostic[]
}

/**
 * Returns every data set of the variants.
 * @throws UserError at the position of a set that cannot be read; InvalidExperiment with every column that
 * it names and that is not there.
 */
export async function findDatasets(
  variants: readonly Variant[],
  { positions, files }: { readonly positions: Positions; readonly files: Files },
  context: DataContext,
): Promise<FoundDatasets> {
  const datasets: Dataset[] = []
  const [unknown, warnings]: [Diagnostic[], Diagnostic[]] = [[], []]
  for (const source of dataSources(possibleRecipes(variants, positions))) {
    try {
      const dataset = await findDataset(source, context)
      datasets.push(dataset)
      const place = positions.of(source.data, 'target') ?? placeOf(source, variants, positions)
      if (dataset.constantTarget && place)
        warnings.push({ ...place, code: 'constant-target', severity: 'warning', message: constantTarget })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const columns = error instanceof UnknownColumns ? columnDiagnostics(error, source, positions) : []
      if (columns.length === 0) throw placed(error, source, variants, positions)
      unknown.push(...columns)
    }
  }
  if (unknown.length > 0) throw new InvalidExperiment(sortDiagnostics(unknown, Object.keys(files)), files)
  return { datasets, warnings: sortDiagnostics(warnings, Object.keys(files)) }
}

function placed(error: UserError, source: DataSource, variants: readonly Variant[], positions: Positions): UserError {
  const place =
    (error instanceof ChannelError && channelPlace(error, source, positions)) || placeOf(source, variants, positions)
  return new UserError(error.code, error.message, { cause: error, place })
}

function channelPlace({ channel }: ChannelError, { data }: DataSource, positions: Positions): Position | undefined {
  const { channels = {} } = data
  const written = channels[channel]
  return typeof written === 'object' ? positions.of(written, 'uri') : positions.of(channels, channel)
}

/** Returns the position of a set in the file: in its own map, in the variant that reads it, or for the whole file. */
function placeOf({ key, data }: DataSource, variants: readonly Variant[], positions: Positions): Position | undefined {
  const reader = variants.find((variant) => dataSources([variant])[0]?.key === key)
  return positions.of(data, 'set') ?? (reader && positions.of(reader.source, 'data')) ?? positions.at(['data'])
}
