/** Every picture of a report. */

import type { TopLevelSpec } from 'vega-lite'

import { objectiveDecimals } from '../objective-decimals.js'
import type { Report } from '../report.js'
import { pictureName } from './picture-name.js'
import { confusionPicture } from './pictures/confusion-picture.js'
import { curvesPicture } from './pictures/curves-picture.js'
import { differencesPicture } from './pictures/differences-picture.js'
import { leaderboardPicture } from './pictures/leaderboard-picture.js'
import { heatMapPicture, mainEffectsPicture } from './pictures/matrix-picture.js'
import { draw } from './plot.js'

/** A picture, drawn. `name` is its path beside the report, as Markdown refers to it; `alt` says what it shows. */
export interface Picture {
  readonly name: string
  readonly alt: string
  readonly svg: string
}

/** Returns every picture that the report has figures for. HTML and Markdown show the same ones. */
export async function drawPictures(report: Report): Promise<Picture[]> {
  const pictures: Picture[] = []
  for (const { name, alt, spec } of pictureSpecs(report)) {
    if (spec) pictures.push({ name, alt, svg: await draw(name.replace(/^.*\/|\.svg$/g, ''), spec) })
  }
  return pictures
}

function pictureSpecs(report: Report): { name: string; alt: string; spec: TopLevelSpec | undefined }[] {
  const { metric } = report.objective
  const decimals = objectiveDecimals(report.leaderboard)
  const results = report.best?.test ?? report.best?.validation
  return [
    {
      name: pictureName('leaderboard'),
      alt: `Mean ${metric} of each variant with its 95 % interval; small dots are seeds.`,
      spec: leaderboardPicture(report),
    },
    ...report.comparisons.map((stage) => ({
      name: pictureName('differences', stage.stage),
      alt: `Difference of each variant of ${stage.stage} from ${stage.of}, with 95 % intervals.`,
      spec: differencesPicture(stage, report),
    })),
    ...report.matrices.flatMap((matrix) => [
      {
        name: pictureName('cells', matrix.ref),
        alt: `Mean ${metric} of each cell of ${matrix.ref}.`,
        spec: heatMapPicture(matrix, report, decimals),
      },
      {
        name: pictureName('effects', matrix.ref),
        alt: `Mean ${metric} at each level of each axis of ${matrix.ref}, with 95 % intervals.`,
        spec: mainEffectsPicture(matrix, report),
      },
    ]),
    {
      name: pictureName('learning-curves'),
      alt: `Learning curves: ${metric} by epoch, mean over seeds with its 95 % interval.`,
      spec: curvesPicture(report),
    },
    {
      name: pictureName('confusion'),
      alt: `Confusion matrix of ${report.best?.ref ?? 'the best variant'}, all seeds together.`,
      spec: results && confusionPicture(results),
    },
  ]
}
