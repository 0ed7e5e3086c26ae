/** A picture before it is drawn. */

import type { TopLevelSpec } from 'vega-lite'

/** A picture before it is drawn. */
export interface PictureSpec {
  /** Its path beside the report. */
  readonly name: string
  /** The picture in words, for readers who do not see it. */
  readonly alt: string
  /** Returns a Vega-Lite specification or a finished SVG; undefined if there is nothing to show. Called once, to draw. */
  readonly content: () => TopLevelSpec | string | undefined
}

/**
 * Returns a picture's path beside the report: `pictures/leaderboard.svg`, `pictures/differences-changes.svg`. Letters and
 * digits of `ref` are kept; anything else becomes a hyphen.
 */
export function pictureName(kind: string, ref?: string): string {
  const of = ref === undefined ? '' : `-${ref.replace(/[^A-Za-z0-9]+/g, '-')}`
  return `pictures/${kind}${of}.svg`
}
