/** Each variant's changes and size, and the command that reproduces it. */

import { compact, duration } from '../../answer/figures.js'
import type { Report } from '../../report/report.js'
import { numberCell, refCell } from '../base/cells.js'
import type { Section } from '../base/blocks.js'

/** Returns every variant with its changes, its size and its command. */
export function variantsSection({ leaderboard, experiment }: Report): Section {
  const sets =
    experiment.setOverrides.length > 0 ? ` This report was made with --set ${experiment.setOverrides.join(', ')}.` : ''
  return {
    title: 'Variants and how to reproduce them',
    blocks: [
      {
        kind: 'paragraph',
        text: `Training is the time of all seeds together. Each command trains the missing jobs of its row and skips the others.${sets}`,
      },
      {
        kind: 'table',
        caption: 'Variants, what they change, their size and the command that reproduces them',
        columns: [
          { title: 'Variant' },
          { title: 'What changed' },
          { title: 'Parameters', numeric: true },
          { title: 'FLOPs an example', numeric: true },
          { title: 'Training', numeric: true },
          { title: 'Reproduce' },
        ],
        rows: leaderboard.map(({ ref, changes, parameters, flops, time, reproduce }) => ({
          cells: [
            refCell(ref),
            { text: changes.join('; ') || '—' },
            numberCell(parameters, compact),
            numberCell(flops, compact),
            numberCell(time.trainingSeconds, duration),
            { text: reproduce, code: true },
          ],
        })),
      },
    ],
  }
}
