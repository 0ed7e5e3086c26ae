/** The calibration of the best variant's probabilities, and its most confident mistakes. */

import type { PartEvaluation } from '@assay/core'

import type { CalibrationResult, MistakenRow } from '../report/best-model-report.js'
import { groupBy } from '../statistics/group-by.js'
import { estimate } from '../statistics/statistics.js'

/** What one seed gave on one part. */
export interface SeedPart {
  readonly seed: number
  readonly part: PartEvaluation
  /** PNG files as data URIs, by the paths that `mistakes` name. */
  readonly images: Readonly<Record<string, string>>
}

/** As many as a reader will look at. */
const mostMistakes = 20

/** Characters of an image's data URI: a thumbnail, not a picture. */
const longestImage = 70_000

/** Returns the calibration over seeds; their predictions are put together bin by bin. */
export function calibration(name: 'validation' | 'test', seeds: readonly SeedPart[]): CalibrationResult | undefined {
  const found = seeds.flatMap(({ part }) => part.calibration ?? [])
  const error = estimate(found.map((one) => one.error))
  if (error === undefined) return undefined
  const bins = groupBy(
    found.flatMap((one) => one.bins),
    ({ from, to }) => `${from} ${to}`,
  )
  return {
    part: name,
    error,
    bins: [...bins.values()]
      .map((same) => {
        const predictions = same.reduce((sum, { rows }) => sum + rows, 0)
        const weighted = (value: (bin: (typeof same)[number]) => number): number =>
          same.reduce((sum, bin) => sum + bin.rows * value(bin), 0) / (predictions || 1)
        return {
          from: same[0]?.from ?? 0,
          to: same[0]?.to ?? 1,
          predictions,
          accuracy: weighted(({ accuracy }) => accuracy),
          probability: weighted(({ probability }) => probability),
        }
      })
      .filter(({ predictions }) => predictions > 0)
      .sort((a, b) => a.from - b.from),
  }
}

/** Returns the rows that any seed was surest of and wrong about, the surest first; each row once. */
export function confidentMistakes(name: 'validation' | 'test', seeds: readonly SeedPart[]): MistakenRow[] {
  const all = seeds.flatMap(({ seed, part, images }) =>
    (part.mistakes ?? []).map((mistake) => ({ seed, mistake, image: thumbnail(images, mistake.image) })),
  )
  return [...groupBy(all, ({ mistake }) => mistake.index).values()]
    .map((same) => [...same].sort((a, b) => b.mistake.probability - a.mistake.probability))
    .flatMap((same): MistakenRow[] => {
      const [surest] = same
      if (surest === undefined) return []
      const { index, label, predicted, probability } = surest.mistake
      const image = same.find((one) => one.image !== undefined)?.image
      return [
        {
          part: name,
          index,
          label,
          predicted,
          probability,
          seeds: same.map(({ seed }) => seed).sort((a, b) => a - b),
          ...(image !== undefined && { image }),
        },
      ]
    })
    .sort((a, b) => b.probability - a.probability || a.index - b.index)
    .slice(0, mostMistakes)
}

/** What comes from a job is not trusted: only what is surely a PNG's data, and no longer than a thumbnail's. */
function thumbnail(images: Readonly<Record<string, string>>, path: string | undefined): string | undefined {
  const data = path !== undefined && Object.hasOwn(images, path) ? images[path] : undefined
  const fits = data !== undefined && data.length <= longestImage
  return fits && /^data:image\/png;base64,iVBORw0KGgo[A-Za-z0-9+/]*={0,2}$/.test(data) ? data : undefined
}
