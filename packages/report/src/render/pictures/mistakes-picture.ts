/** The most confident mistakes as a sheet of thumbnails. */

import { figure } from '../../answer/figures.js'
import type { MistakenRow } from '../../report/best-model-report.js'
import { colors } from '../base/colors.js'
import { pictureName, type PictureSpec } from '../base/picture-spec.js'
import { escapeHtml } from '../base/escape-html.js'

const [cell, image, columns, lines] = [142, 84, 6, 3] as const

/** Names longer than this are cut to fit under a thumbnail. */
const longestName = 11

/** Returns the picture of the mistakes that have an image. */
export function mistakesPicture(mistakes: readonly MistakenRow[]): PictureSpec {
  const words = mistakes.map(({ label, predicted }) => `${label} taken for ${predicted}`)
  return {
    name: pictureName('mistakes'),
    alt: `The most confident mistakes: ${words.join(', ')}.`,
    content: () => sheet(mistakes),
  }
}

/** Undefined if no mistake has an image. */
function sheet(mistakes: readonly MistakenRow[]): string | undefined {
  const shown = mistakes.filter(({ image: data }) => data !== undefined)
  if (shown.length === 0) return undefined
  const wide = Math.min(columns, shown.length) * cell
  const high = Math.ceil(shown.length / columns) * (image + lines * 15 + 14)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" font-family="sans-serif" font-size="11"><rect width="${wide}" height="${high}" fill="#ffffff"></rect>${shown.map(thumbnail).join('')}</svg>`
}

function thumbnail({ image: data, label, predicted, probability }: MistakenRow, index: number): string {
  const x = (index % columns) * cell + 4
  const y = Math.floor(index / columns) * (image + lines * 15 + 14) + 4
  const text = (line: number, words: string, color: string): string =>
    `<text x="${x}" y="${y + image + 15 * line}" fill="${color}">${escapeHtml(words)}</text>`
  return [
    `<image x="${x}" y="${y}" width="${image}" height="${image}" href="${escapeHtml(data ?? '')}" style="image-rendering:pixelated"></image>`,
    text(1, `taken for ${short(predicted)}`, colors.worse.light),
    text(2, `is ${short(label)}`, colors.ink.light),
    text(3, `sure to ${figure(100 * probability, 1)} %`, colors.muted.light),
  ].join('')
}

function short(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`
}
