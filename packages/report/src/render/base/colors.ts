/**
 * The colors of every picture. People with red-green color blindness can distinguish them, and the HTML report maps each to
 * its dark twin.
 */

import type { Verdict } from '../../report/report.js'

/** A color on a light page and its twin on a dark one. */
export const colors = {
  ink: { light: '#1f2328', dark: '#e6edf3' },
  muted: { light: '#656d76', dark: '#9198a1' },
  grid: { light: '#e4e8ec', dark: '#2a313c' },
  band: { light: '#eef1f4', dark: '#1c2330' },
  seed: { light: '#a9c4e6', dark: '#35587f' },
  accent: { light: '#0b5cad', dark: '#58a6ff' },
  worse: { light: '#bc4c00', dark: '#f0883e' },
  neutral: { light: '#7a838d', dark: '#8b949e' },
} as const

/** How each verdict is drawn: color and shape, so that neither carries it alone. */
export const verdictMarks: Readonly<Record<Verdict, { readonly color: string; readonly shape: string }>> = {
  'better by at least': { color: colors.accent.light, shape: 'triangle-up' },
  better: { color: colors.accent.light, shape: 'triangle-up' },
  worse: { color: colors.worse.light, shape: 'triangle-down' },
  'worse by at least': { color: colors.worse.light, shape: 'triangle-down' },
  'no difference': { color: colors.muted.light, shape: 'diamond' },
  "can't tell": { color: colors.neutral.light, shape: 'circle' },
  'not comparable': { color: colors.neutral.light, shape: 'cross' },
  'too few seeds': { color: colors.neutral.light, shape: 'square' },
  'same jobs': { color: colors.neutral.light, shape: 'cross' },
  'no result': { color: colors.neutral.light, shape: 'cross' },
}
