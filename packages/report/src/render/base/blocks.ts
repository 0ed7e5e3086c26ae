/** The parts of a report's document: headings, sentences, tables and pictures. */

import type { PictureSpec } from './picture-spec.js'

/** The whole of a report, in reading order. */
export interface ReportDocument {
  readonly title: string
  readonly question?: string
  readonly answer: readonly string[]
  /** The few figures to see first. */
  readonly tiles: readonly Tile[]
  readonly sections: readonly Section[]
}

/** One figure with its name. */
export interface Tile {
  readonly label: string
  readonly value: string
  readonly note?: string
}

/** A titled part. A `folded` one is closed at first, if the medium can fold. */
export interface Section {
  readonly title: string
  readonly folded?: boolean
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'notes'; readonly items: readonly string[] }
  | { readonly kind: 'picture'; readonly picture: PictureSpec }
  | Table

/** A table; `caption` describes it to readers who do not see it. */
export interface Table {
  readonly kind: 'table'
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/** A column; a numeric one is aligned to the right. */
export interface Column {
  readonly title: string
  readonly numeric?: boolean
}

/** A row; `greyed` if it has no result or is not ranked. */
export interface Row {
  readonly greyed?: boolean
  readonly cells: readonly Cell[]
}

/** A cell: its text, the value it sorts by, and whether it is code to copy or a reference. */
export interface Cell {
  readonly text: string
  readonly sort?: number
  readonly code?: boolean
  /** Whether it names a variant or a search, which may break after a slash. */
  readonly isRef?: boolean
  readonly tone?: 'better' | 'worse' | 'muted'
}
