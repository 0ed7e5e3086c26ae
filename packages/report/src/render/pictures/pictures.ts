/** Every picture of a report. */

import type { TopLevelSpec } from 'vega-lite'

import { objectiveDecimals } from '../../answer/objective-decimals.js'
import { groupBy } from '../../statistics/group-by.js'
import type { Report } from '../../report/report.js'
import type { MistakenRow } from '../../report/best-model-report.js'
import { pictureName } from './picture-name.js'
import { calibrationPicture } from './calibration-picture.js'
import { confusionPicture } from './confusion-picture.js'
import { curvesPicture } from './curves-picture.js'
import { differencesPicture } from './differences-picture.js'
import { importancePicture } from './importance-picture.js'
import { leaderboardPicture } from './leaderboard-picture.js'
import { heatMapPicture, mainEffectsPicture } from './matrix-picture.js'
import { mistakesPicture } from './mistakes-picture.js'
import { parallelPicture } from './parallel-picture.js'
import { progressPicture } from './progress-picture.js'
import { refOf, slicesPicture } from './slices-picture.js'
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
  for (const { name, alt, spec } of [...pictureSpecs(report), ...searchPictureSpecs(report)]) {
    if (spec) pictures.push({ name, alt, svg: await draw(name.replace(/^.*\/|\.svg$/g, ''), spec) })
  }
  const mistakes = mistakesPicture(report.best?.mistakes ?? [])
  if (mistakes !== undefined)
    pictures.push({ name: pictureName('mistakes'), alt: mistakesAlt(report.best?.mistakes ?? []), svg: mistakes })
  return pictures
}

interface PictureSpec {
  readonly name: string
  readonly alt: string
  readonly spec: TopLevelSpec | undefined
}

function searchPictureSpecs(report: Report): PictureSpec[] {
  const { metric } = report.objective
  const decimals = objectiveDecimals(report.leaderboard)
  const stages = groupBy(report.searches, ({ stage }) => stage)
  return [
    ...[...stages].map(([stage, searches]) => ({
      name: pictureName('progress', stage),
      alt: `Best ${metric} so far of ${searches.map(({ ref }) => ref).join(' and ')}, by trials, time and cost.`,
      spec: progressPicture(searches, report),
    })),
    ...report.searches.flatMap((search) =>
      search.definitions.flatMap((definition) => [
        {
          name: pictureName('parallel', refOf(search, definition)),
          alt: `Parallel coordinates: the hyperparameters of each trial of ${refOf(search, definition)} and its ${metric}.`,
          spec: parallelPicture(search, definition, report, decimals),
        },
        {
          name: pictureName('slices', refOf(search, definition)),
          alt: `${metric} of each trial of ${refOf(search, definition)} over each hyperparameter alone.`,
          spec: slicesPicture(search, definition, report),
        },
        {
          name: pictureName('importance', refOf(search, definition)),
          alt: `Importance of each hyperparameter in ${refOf(search, definition)}, with 95 % intervals.`,
          spec: importancePicture(definition.importance),
        },
      ]),
    ),
    {
      name: pictureName('calibration'),
      alt: `Reliability diagram of ${report.best?.ref ?? 'the best variant'}: share of right predictions by probability.`,
      spec: report.best?.calibration && calibrationPicture(report.best.calibration),
    },
  ]
}

function mistakesAlt(mistakes: readonly MistakenRow[]): string {
  const words = mistakes.map(({ label, predicted }) => `${label} taken for ${predicted}`)
  return `The most confident mistakes: ${words.join(', ')}.`
}

function pictureSpecs(report: Report): PictureSpec[] {
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
      spec: results && results.classes.length > 0 ? confusionPicture(results) : undefined,
    },
  ]
}
