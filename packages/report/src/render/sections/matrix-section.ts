/** The main effect of each hyperparameter of a matrix. */

import { signed, figure } from '../../answer/figures.js'
import type { Report } from '../../report/report.js'
import type { Interaction, MatrixAnalysis } from '../../report/matrix-report.js'
import { intervalCell, meanCell } from '../base/cells.js'
import type { Section, Table } from '../base/blocks.js'
import { heatMapPicture } from '../pictures/heat-map-picture.js'
import { mainEffectsPicture } from '../pictures/main-effects-picture.js'

/** Returns a section for each matrix. */
export function matrixSections(report: Report, decimals: number): Section[] {
  return report.matrices.map((matrix) => ({
    title: `Main effects in ${matrix.ref}`,
    blocks: [
      { kind: 'paragraph', text: introduction(matrix, report) },
      { kind: 'picture', picture: mainEffectsPicture(matrix, report) },
      { kind: 'picture', picture: heatMapPicture(matrix, report, decimals) },
      levelTable(matrix, report, decimals),
      {
        kind: 'notes',
        items: [
          ...matrix.axes.map(
            ({ name, note, range }) =>
              `${name}: ${range === undefined ? '' : `levels differ by ${figure(range, decimals)}. `}${note}`,
          ),
          ...matrix.interactions.map((one) => interactionNote(one, decimals)),
        ],
      },
    ],
  }))
}

function introduction({ axes, excluded }: MatrixAnalysis, { objective }: Report): string {
  const out = excluded > 0 ? ` The file leaves ${excluded} of its cells out.` : ''
  return `The mean of ${objective.metric} at each value of ${axes.map(({ name }) => name).join(', ')}${axes.length > 1 ? ', averaged over the others' : ''}.${out}`
}

function levelTable({ axes, ref }: MatrixAnalysis, { objective }: Report, decimals: number): Table {
  return {
    kind: 'table',
    caption: `Main effects of ${ref}`,
    columns: [
      { title: 'Hyperparameter' },
      { title: 'Value' },
      { title: `${objective.metric} ± sd over seeds`, numeric: true },
      { title: '95 % interval', numeric: true },
      { title: 'Seeds', numeric: true },
    ],
    rows: axes.flatMap(({ name, levels }) =>
      levels.map(({ value, objective: found }) => ({
        greyed: found === undefined,
        cells: [
          { text: name },
          { text: String(value), ...(typeof value === 'number' && { sort: value }) },
          meanCell(found, decimals),
          intervalCell(found?.interval, decimals),
          { text: String(found?.n ?? 0), sort: found?.n ?? 0 },
        ],
      })),
    ),
  }
}

function interactionNote({ axes, cell, departure, interval }: Interaction, decimals: number): string {
  const where = `${axes[0]}=${cell[0]}, ${axes[1]}=${cell[1]}`
  const sure = interval
    ? ` (95 % interval for all cells together: ${signed(interval.low, decimals)} to ${signed(interval.high, decimals)})`
    : ''
  return `${axes[0]} × ${axes[1]}: the cell that departs most from the two main effects added up is ${where}, by ${signed(departure, decimals)}${sure}.`
}
