/** A picture, drawn. Public, so it names no library. */

/** A picture, drawn. `name` is its path beside the report, as Markdown refers to it; `alt` says what it shows. */
export interface Picture {
  readonly name: string
  readonly alt: string
  readonly svg: string
}
