/**
 * The colors of every picture. People with red-green color blindness can distinguish them, and the HTML report maps each to
 * its dark twin.
 */

import type { Verdict } from '../../report/report.js'

/** A colour on a light page and its twin on a dark one. */
export const colours = {
  ink: { light: '#1f2328', dark: '#e6edf3' },
  muted: { light: '#656d76', dark: '#9198a1' },
  grid: { light: '#e4e8ec', dark: '#2a313c' },
  band: { light: '#eef1f4', dark: '#1c2330' },
  seed: { light: '#a9c4e6', dark: '#35587f' },
  accent: { light: '#0b5cad', dark: '#58a6ff' },
  worse: { light: '#bc4c00', dark: '#f0883e' },
  neutral: { light: '#7a838d', dark: '#8b949e' },
} as const

/** How each verdict is drawn: colour and shape, so that neither carries it alone. */
export const verdictMarks: Readonly<Record<Verdict, { readonly colour: string; readonly shape: string }>> = {
  better: { colour: colours.accent.light, shape: 'triangle-up' },
  worse: { colour: colours.worse.light, shape: 'triangle-down' },
  'no difference': { colour: colours.muted.light, shape: 'diamond' },
  "can't tell": { colour: colours.neutral.light, shape: 'circle' },
  'too few seeds': { colour: colours.neutral.light, shape: 'square' },
  'same jobs': { colour: colours.neutral.light, shape: 'cross' },
  'no result': { colour: colours.neutral.light, shape: 'cross' },
}
