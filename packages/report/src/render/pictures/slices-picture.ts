/** The space of a search: the objective over each hyperparameter alone. */

import type { TopLevelSpec } from 'vega-lite'

import type { Report, ReportedObjective } from '../../report/report.js'
import type { SearchAnalysis, SearchDimension, SearchedDefinition } from '../../report/search-report.js'
import { colors } from '../base/colors.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'
import { refOf, trialsOf } from './definition.js'
import { shownDimensions } from './shown-dimensions.js'
import { endingColors, endingOf, endingScale, endingShapes, inside, objectiveFrame, worseEdge } from './trial-points.js'

/** Returns the picture of one definition of a search. */
export function slicesPicture(
  search: SearchAnalysis,
  definition: SearchedDefinition,
  { objective }: Report,
): PictureSpec {
  const ref = refOf(search, definition)
  return {
    name: pictureName('slices', ref),
    alt: `${objective.metric} of each trial of ${ref} over each hyperparameter alone.`,
    content: () => spec(search, definition, objective),
  }
}

/** Undefined before a trial has completed. */
function spec(
  search: SearchAnalysis,
  definition: SearchedDefinition,
  objective: ReportedObjective,
): TopLevelSpec | undefined {
  const trials = trialsOf(search, definition).filter((trial) => endingOf(trial) !== 'running')
  const frame = objectiveFrame([{ trials }], objective.goal)
  if (frame === undefined || definition.dimensions.length === 0) return undefined
  const endings = trials.map(endingOf)
  const best = trials.find(({ number }) => number === search.best?.number)
  const legend = { title: null, orient: 'top' } as const
  const color = { field: 'ending', type: 'nominal', scale: endingScale(endings, endingColors), legend } as const
  const shape = { ...color, scale: endingScale(endings, endingShapes) } as const
  const panels = shownDimensions(definition).map((dimension, index) => {
    const rows = trials.flatMap((trial) => {
      const value = trial.hyperparameters[dimension.name]
      if (value === undefined) return []
      const height = trial.objective === undefined ? worseEdge(frame, objective.goal) : inside(trial.objective, frame)
      return [
        {
          value: dimension.kind === 'categorical' ? String(value) : value,
          height,
          ending: endingOf(trial),
          age: trial.number / trials.length,
          best: trial === best,
        },
      ]
    })
    const x = { field: 'value', ...axisOf(dimension) }
    const y = {
      field: 'height',
      type: 'quantitative',
      title: index % 3 === 0 ? objective.metric : null,
      scale: { domain: frame, zero: false, nice: false },
      axis: { tickCount: 5, labelColor: colors.muted.light },
    } as const
    return {
      width: 250,
      height: 160,
      data: { values: rows },
      layer: [
        {
          transform: [{ filter: 'datum.best' }],
          mark: { type: 'point' as const, size: 190, strokeWidth: 1.5, color: colors.ink.light },
          encoding: { x, y },
        },
        {
          mark: { type: 'point' as const, filled: true, size: 46 },
          encoding: {
            x,
            y,
            color,
            shape,
            opacity: {
              field: 'age',
              type: 'quantitative' as const,
              scale: { domain: [0, 1] as [number, number], range: [0.35, 1] },
              legend: null,
            },
          },
        },
      ],
    }
  })
  return { concat: panels, columns: 3, spacing: 24 }
}

function axisOf(dimension: SearchDimension): object {
  if (dimension.kind === 'categorical') {
    return { type: 'nominal', sort: dimension.values.map(String), title: dimension.name, axis: { labelAngle: 0 } }
  }
  const log = dimension.scale === 'log'
  return {
    type: 'quantitative',
    title: log ? `${dimension.name} (log)` : dimension.name,
    scale: {
      ...(log && { type: 'log' }),
      domain: [dimension.min, dimension.max],
      zero: false,
      nice: false,
      clamp: true,
    },
    axis: { tickCount: 4, grid: false, ...(log && { format: '~g', labelOverlap: true }) },
  }
}
