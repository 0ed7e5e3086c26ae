/** A reliability diagram: how often predictions were right beside how sure the model was of them. */

import type { TopLevelSpec } from 'vega-lite'

import type { CalibrationResult } from '../../report/best-model-report.js'
import { colors } from '../base/colors.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'

/** Returns the picture of the calibration of the variant `ref`. */
export function calibrationPicture(ref: string, calibration: CalibrationResult): PictureSpec {
  return {
    name: pictureName('calibration'),
    alt: `Reliability diagram of ${ref}: share of right predictions by probability.`,
    content: () => spec(calibration),
  }
}

/** Bars hang between the predicted probability and the share of predictions that were right. */
function spec({ bins }: CalibrationResult): TopLevelSpec {
  const total = bins.reduce((sum, { predictions }) => sum + predictions, 0)
  const axis = { tickCount: 5, format: '.0%' } as const
  const scale = { domain: [0, 1] }
  const x = {
    field: 'probability',
    type: 'quantitative',
    title: 'probability of the predicted class',
    scale,
    axis,
  } as const
  const y = { type: 'quantitative', title: 'predictions that were right', scale, axis } as const
  return {
    width: 260,
    height: 260,
    layer: [
      {
        data: { values: [{ at: 0 }, { at: 1 }] },
        mark: { type: 'line', strokeDash: [4, 3], color: colors.neutral.light, strokeWidth: 1 },
        encoding: { x: { ...x, field: 'at' }, y: { ...y, field: 'at' } },
      },
      {
        data: { values: bins },
        mark: { type: 'rule', color: colors.seed.light, strokeWidth: 3 },
        encoding: { x, y: { ...y, field: 'accuracy' }, y2: { field: 'probability' } },
      },
      {
        data: { values: bins.map((bin) => ({ ...bin, share: bin.predictions / total })) },
        mark: { type: 'circle', opacity: 1, color: colors.accent.light },
        encoding: {
          x,
          y: { ...y, field: 'accuracy' },
          size: {
            field: 'share',
            type: 'quantitative',
            scale: { domain: [0, 1], range: [24, 420] },
            legend: null,
          },
        },
      },
    ],
  }
}
