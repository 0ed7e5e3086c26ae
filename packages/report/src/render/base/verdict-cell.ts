/** A verdict as a table shows it: a sign beside the word, so that color is not needed. */

import type { Comparison } from '../../report/report.js'
import type { Cell } from './blocks.js'

const signs = {
  better: '▲',
  worse: '▼',
  'no difference': '◆',
  "can't tell": '○',
  'too few seeds': '□',
  'same jobs': '=',
  'no result': '—',
} as const

/** Returns the verdict's cell. */
export function verdictCell({ verdict, of }: Pick<Comparison, 'verdict'> & { readonly of?: string }): Cell {
  const words = verdict === 'same jobs' && of !== undefined ? `same jobs as ${of}` : verdict
  const tone = verdict === 'better' || verdict === 'worse' ? verdict : 'muted'
  return { text: `${signs[verdict]} ${words}`, tone }
}
