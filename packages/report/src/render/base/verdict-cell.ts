/** A verdict as a table shows it: a sign beside the word, so that color is not needed. */

import type { Comparison } from '../../report/report.js'
import type { Cell } from './blocks.js'

const signs = {
  'better by at least': '▲',
  better: '▲',
  worse: '▼',
  'worse by at least': '▼',
  'no difference': '◆',
  "can't tell": '○',
  'not comparable': '≠',
  'too few seeds': '□',
  'same jobs': '=',
  'no result': '—',
} as const

/** Returns the verdict's cell. */
export function verdictCell({ verdict, of }: Pick<Comparison, 'verdict'> & { readonly of?: string }): Cell {
  const words = verdict === 'same jobs' && of !== undefined ? `same jobs as ${of}` : verdictWords(verdict)
  return { text: `${signs[verdict]} ${words}`, tone: toneOf(verdict) }
}

/** Returns a verdict as tables and legends write it; δ is `min_effect`. */
export function verdictWords(verdict: Comparison['verdict']): string {
  return verdict.replace('at least', '≥ δ')
}

/** Returns the color of a verdict. */
export function toneOf(verdict: Comparison['verdict']): 'better' | 'worse' | 'muted' {
  if (verdict === 'better' || verdict === 'better by at least') return 'better'
  return verdict === 'worse' || verdict === 'worse by at least' ? 'worse' : 'muted'
}
