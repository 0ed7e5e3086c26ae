/** The space of one search, the importance of its hyperparameters, and its best trials. */

import { figure } from '../../answer/figures.js'
import type { Report } from '../../report/report.js'
import type { SearchAnalysis, SearchDimension, SearchedDefinition } from '../../report/search-report.js'
import { emptyCell } from '../base/cells.js'
import type { Block, Cell, Section } from '../base/blocks.js'
import { refOf } from '../pictures/definition.js'
import { importancePicture } from '../pictures/importance-picture.js'
import { parallelPicture } from '../pictures/parallel-picture.js'
import { slicesPicture } from '../pictures/slices-picture.js'
import { mostDimensions } from '../pictures/shown-dimensions.js'

/** Returns the section of one search; that of a cold control is folded. */
export function whereSection(search: SearchAnalysis, report: Report, decimals: number): Section {
  return {
    title: `Where ${search.ref} looked`,
    folded: search.ref.endsWith('/cold'),
    blocks: [
      ...search.definitions.flatMap((definition) => definitionBlocks(search, definition, report, decimals)),
      { kind: 'paragraph', text: `The best completed trials of ${search.ref}; the list of jobs and the CSV have all.` },
      bestTrials(search, report, decimals),
    ],
  }
}

function definitionBlocks(
  search: SearchAnalysis,
  definition: SearchedDefinition,
  report: Report,
  decimals: number,
): Block[] {
  const ref = refOf(search, definition)
  const { dimensions, unknown, importance } = definition
  const waits = unknown.length > 0 ? ` Not known yet: ${unknown.join(', ')}.` : ''
  const some = dimensions.length > mostDimensions ? ` The ${mostDimensions} most important are drawn.` : ''
  return [
    {
      kind: 'paragraph',
      text: `${ref} searched ${dimensions.map(rangeWords).join('; ')}.${waits} Stronger marks are later trials; the ring is the best.${some}`,
    },
    { kind: 'picture', picture: parallelPicture(search, definition, report, decimals) },
    { kind: 'picture', picture: slicesPicture(search, definition, report) },
    {
      kind: 'paragraph',
      text: `${importance.method === 'none' ? 'No importance is given. ' : 'Importance by '}${importance.note}`,
    },
    { kind: 'picture', picture: importancePicture(ref, importance) },
    {
      kind: 'table',
      caption: `Importance of the hyperparameters of ${ref}`,
      columns: [
        { title: 'Hyperparameter' },
        { title: 'Share of variance', numeric: true },
        { title: '95 % interval', numeric: true },
      ],
      rows: importance.rows.map(({ name, share, interval }) => ({
        cells: [
          { text: name },
          { text: `${(100 * share).toFixed(0)} %`, sort: share },
          { text: `${(100 * interval.low).toFixed(0)} … ${(100 * interval.high).toFixed(0)} %`, sort: interval.low },
        ],
      })),
    },
  ]
}

function rangeWords(dimension: SearchDimension): string {
  if (dimension.kind === 'categorical') return `${dimension.name} in ${dimension.values.join(', ')}`
  const { name, min, max, scale } = dimension
  const how = scale === 'linear' ? '' : scale === 'log' ? ' on a log scale' : ' on a reverse log scale'
  return `${name} from ${min} to ${max}${how}`
}

/** Trials that the table shows; the jobs and the CSV have all. */
const mostTrials = 10

function bestTrials(
  { ref, trials, definitions, best }: SearchAnalysis,
  { objective }: Report,
  decimals: number,
): Block {
  const sign = objective.goal === 'maximize' ? -1 : 1
  const names = [...new Set(definitions.flatMap(({ dimensions }) => dimensions.map(({ name }) => name)))]
  const several = definitions.length > 1
  const sorted = trials
    .filter(({ status, objective: value }) => status === 'completed' && value !== undefined)
    .sort((a, b) => sign * ((a.objective ?? 0) - (b.objective ?? 0)) || a.number - b.number)
    .slice(0, mostTrials)
  return {
    kind: 'table',
    caption: `The best trials of ${ref}`,
    columns: [
      { title: 'Trial', numeric: true },
      ...(several ? [{ title: 'Definition' }] : []),
      { title: `Tuning score (${objective.metric})`, numeric: true },
      ...names.map((title) => ({ title, numeric: true })),
      { title: 'Job' },
    ],
    rows: sorted.map((trial) => ({
      cells: [
        { text: String(trial.number), sort: trial.number },
        ...(several ? [{ text: trial.definition ?? '' }] : []),
        {
          text: figure(trial.objective ?? 0, decimals),
          sort: trial.objective ?? 0,
          ...(trial.number === best?.number && { tone: 'better' as const }),
        },
        ...names.map((name): Cell => {
          const value = trial.hyperparameters[name]
          if (value === undefined) return emptyCell
          return typeof value === 'number'
            ? { text: String(Number(value.toPrecision(4))), sort: value }
            : { text: String(value) }
        }),
        { text: trial.jobName, code: true },
      ],
    })),
  }
}
