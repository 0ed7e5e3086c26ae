/** The space of a search, all hyperparameters together: parallel coordinates, each on its own scale. */

import type { TopLevelSpec } from 'vega-lite'

import { placeOf } from '../../analysis/tuning/search-space.js'
import { figure } from '../../answer/figures.js'
import type { Report, ReportedObjective } from '../../report/report.js'
import type { SearchAnalysis, SearchDimension, SearchedDefinition, SearchTrial } from '../../report/search-report.js'
import { colors } from '../base/colors.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'
import { shownDimensions } from './shown-dimensions.js'
import { refOf, trialsOf } from './definition.js'
import { endingOf, inside, objectiveFrame } from './trial-points.js'

const kinds = ['best quarter', 'other completed', 'stopped early', 'failed or stopped'] as const
type Kind = (typeof kinds)[number]

const looks: Readonly<Record<Kind, { color: string; dash: number[]; width: number }>> = {
  'best quarter': { color: colors.accent.light, dash: [1, 0], width: 1.8 },
  'other completed': { color: colors.seed.light, dash: [1, 0], width: 1.2 },
  'stopped early': { color: colors.neutral.light, dash: [4, 3], width: 1 },
  'failed or stopped': { color: colors.worse.light, dash: [2, 3], width: 1 },
}

/** Returns the picture of one definition of a search. */
export function parallelPicture(
  search: SearchAnalysis,
  definition: SearchedDefinition,
  { objective }: Report,
  decimals: number,
): PictureSpec {
  const ref = refOf(search, definition)
  return {
    name: pictureName('parallel', ref),
    alt: `Parallel coordinates: the hyperparameters of each trial of ${ref} and its ${objective.metric}.`,
    content: () => spec(search, definition, objective, decimals),
  }
}

/** Undefined before a trial has completed, and with one hyperparameter, which the slice shows. */
function spec(
  search: SearchAnalysis,
  definition: SearchedDefinition,
  objective: ReportedObjective,
  decimals: number,
): TopLevelSpec | undefined {
  const trials = trialsOf(search, definition).filter((trial) => endingOf(trial) !== 'running')
  const frame = objectiveFrame([{ trials }], objective.goal)
  const dimensions = shownDimensions(definition)
  if (frame === undefined || dimensions.length < 2) return undefined
  const names = [...dimensions.map(({ name }) => name), `→ ${objective.metric}`]
  const goodOnes = bestQuarter(trials, objective.goal)
  const height = (value: number): number => (inside(value, frame) - frame[0]) / (frame[1] - frame[0])
  const values = trials.flatMap((trial) => {
    const kind = kindOf(trial, goodOnes)
    const places = dimensions.map((dimension) =>
      spread(dimension, placeOf(dimension, trial.hyperparameters[dimension.name]), trial.number),
    )
    const all = [...places, trial.objective === undefined ? undefined : height(trial.objective)]
    return all.flatMap((place, index) =>
      place === undefined ? [] : [{ axis: names[index], place, trial: trial.number, kind }],
    )
  })
  const present = kinds.filter((kind) => values.some((value) => value.kind === kind))
  const labels = [
    ...dimensions.flatMap(labelsOf),
    ...[0, 0.5, 1].map((place) => ({
      axis: names.at(-1),
      place,
      label: figure(frame[0] + place * (frame[1] - frame[0]), Math.min(decimals, 4)),
    })),
  ]
  const x = {
    field: 'axis',
    type: 'nominal',
    sort: names,
    title: null,
    scale: { domain: names, padding: 0.4 },
    axis: { orient: 'top', labelAngle: 0, labelColor: colors.ink.light, labelPadding: 12, labelLimit: 130 },
  } as const
  const y = { field: 'place', type: 'quantitative', scale: { domain: [0, 1] as number[] }, axis: null } as const
  const legend = { title: null, orient: 'top', symbolType: 'stroke', symbolSize: 240 } as const
  const by = <T>(look: (kind: Kind) => T): { domain: Kind[]; range: T[] } => ({
    domain: [...present],
    range: present.map(look),
  })
  return {
    width: { step: Math.min(200, Math.max(96, 820 / names.length)) },
    height: 240,
    layer: [
      {
        data: { values: names.flatMap((axis) => [0, 1].map((place) => ({ axis, place }))) },
        mark: { type: 'line', color: colors.grid.light, strokeWidth: 2 },
        encoding: { x, y, detail: { field: 'axis' } },
      },
      {
        data: { values },
        mark: { type: 'line', opacity: 0.75 },
        encoding: {
          x,
          y,
          detail: { field: 'trial' },
          color: { field: 'kind', type: 'nominal', scale: by((kind) => looks[kind].color), legend },
          strokeDash: { field: 'kind', type: 'nominal', scale: by((kind) => looks[kind].dash), legend },
          strokeWidth: { field: 'kind', type: 'nominal', scale: by((kind) => looks[kind].width), legend: null },
        },
      },
      ...[{ stroke: '#ffffff', strokeWidth: 4 }, { color: colors.ink.light }].map((ink) => ({
        data: { values: labels },
        mark: { type: 'text' as const, align: 'left' as const, dx: 6, fontSize: 10, ...ink },
        encoding: { x, y, text: { field: 'label' } },
      })),
    ],
  }
}

function kindOf(trial: SearchTrial, goodOnes: ReadonlySet<number>): Kind {
  const ending = endingOf(trial)
  if (ending === 'completed') return goodOnes.has(trial.number) ? 'best quarter' : 'other completed'
  return ending === 'stopped early' ? 'stopped early' : 'failed or stopped'
}

function bestQuarter(trials: readonly SearchTrial[], goal: 'maximize' | 'minimize'): Set<number> {
  const sign = goal === 'maximize' ? -1 : 1
  const completed = trials
    .filter(({ status, objective }) => status === 'completed' && objective !== undefined)
    .sort((a, b) => sign * ((a.objective ?? 0) - (b.objective ?? 0)))
  return new Set(completed.slice(0, Math.ceil(completed.length / 4)).map(({ number }) => number))
}

/** Spreads the lines of one category by the golden ratio, so that they do not overlap. */
function spread(dimension: SearchDimension, place: number | undefined, number: number): number | undefined {
  if (place === undefined || dimension.kind !== 'categorical') return place
  const fan = (((number * 0.618034) % 1) - 0.5) * 0.5
  return (place + 0.5 + fan) / dimension.values.length
}

function labelsOf(dimension: SearchDimension): { axis: string; place: number; label: string }[] {
  const { name: axis } = dimension
  if (dimension.kind === 'categorical')
    return dimension.values.map((value, index) => ({
      axis,
      place: (index + 0.5) / dimension.values.length,
      label: String(value),
    }))
  const { min, max, scale, kind } = dimension
  const middle = scale === 'log' ? Math.sqrt(min * max) : scale === 'linear' ? (min + max) / 2 : undefined
  const text = (value: number): string => String(Number(value.toPrecision(kind === 'integer' ? 6 : 2)))
  return [
    { axis, place: 0, label: text(min) },
    ...(middle === undefined || (kind === 'integer' && !Number.isInteger(middle))
      ? []
      : [{ axis, place: 0.5, label: text(middle) }]),
    { axis, place: 1, label: text(max) },
  ]
}
