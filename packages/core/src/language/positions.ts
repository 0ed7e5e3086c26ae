/**
 * Where each key and value of an experiment was written, kept beside the plain data: by object identity, so that it
 * survives merging (`extends`, stages, variants) without a trace in the data itself.
 */

/** A place in a file; lines and columns count from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
  /** The column after the last character, on the same line. */
  readonly endColumn: number
}

/** The key of a member, or its value. */
export type Part = 'key' | 'value'

/** Positions of everything in one experiment, whatever files it came from. */
export interface Positions {
  /** Returns where `object` was written or, with a key or an index, where that member was; the value unless said. */
  readonly of: (object: object, key?: string | number, part?: Part) => Position | undefined
  /** Returns where the member at a path from the root was written; of a missing one, where its nearest ancestor was. */
  readonly at: (path: readonly (string | number)[], part?: Part) => Position | undefined
  /** Records where an object was read from. */
  readonly write: (object: object, written: Written) => void
  /** Records that `merged` is `base` with `change` over it: a member has the position of the later one. */
  readonly merge: (merged: object, base: object, change: object) => void
  /** Records that `object`, made by the program, has one member, with the position of another object's member. */
  readonly rename: (object: object, key: string, from: object, fromKey: string) => void
  /** Says which object paths start from. */
  readonly setRoot: (root: object) => void
}

/** Offsets of an object and of its members in the text of a file. */
export interface Written {
  readonly file: LineIndex
  readonly self: Span
  readonly members: ReadonlyMap<string, { readonly key: Span; readonly value: Span }>
}

/** A half-open range of offsets: start, end, and whatever else the YAML library keeps with them. */
export type Span = readonly [start: number, end: number, ...unknown: number[]]

/** A file and where its lines start. */
export interface LineIndex {
  readonly path: string
  readonly text: string
  readonly lineStarts: readonly number[]
}

interface Merged {
  readonly base: object
  readonly change: object
}

/** Returns an empty side table. */
export function createPositions(): Positions {
  const entries = new WeakMap<object, Written | Merged>()
  let root: object | undefined

  const of = (object: object, key?: string | number, part: Part = 'value'): Position | undefined => {
    const written = find(entries, object, key)
    if (!written) return undefined
    if (key === undefined) return positionIn(written.file, written.self)
    const member = written.members.get(String(key))
    return member && positionIn(written.file, member[part])
  }

  const at = (path: readonly (string | number)[], part: Part = 'value'): Position | undefined => {
    let [object, place] = [root as unknown, root && of(root)]
    for (const [depth, key] of path.entries()) {
      if (!isObject(object)) break
      place = of(object, key, depth === path.length - 1 ? part : 'value') ?? place
      object = Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined
    }
    return place
  }

  return {
    of,
    at,
    write: (object, written) => entries.set(object, written),
    merge: (merged, base, change) => entries.set(merged, { base, change }),
    rename: (object, key, from, fromKey) => {
      const written = find(entries, from, fromKey)
      const member = written?.members.get(fromKey)
      if (written && member) {
        entries.set(object, { file: written.file, self: member.value, members: new Map([[key, member]]) })
      }
    },
    setRoot: (object) => {
      root = object
    },
  }
}

/** Follows merges back to the file that wrote the object, or the member. */
function find(
  entries: WeakMap<object, Written | Merged>,
  object: object,
  key: string | number | undefined,
): Written | undefined {
  let entry = entries.get(object)
  while (entry && !('self' in entry)) {
    const { base, change }: Merged = entry
    const later = entries.get(change)
    entry = later && (key === undefined || Object.hasOwn(change, key)) ? later : entries.get(base)
  }
  return entry
}

/** Returns a file with the offsets at which its lines start. */
export function indexLines({ path, text }: { readonly path: string; readonly text: string }): LineIndex {
  const lineStarts = [0]
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lineStarts.push(end + 1)
  return { path, text, lineStarts }
}

/** Returns the position of a range of offsets; of one that spans lines, the part on the first. */
export function positionIn({ path, text, lineStarts }: LineIndex, [start, end]: Span): Position {
  const line = lineOf(lineStarts, start)
  const lineStart = lineStarts[line - 1] ?? 0
  const nextLine = lineStarts[line] ?? text.length + 1
  const lineEnd = nextLine - (text.charAt(nextLine - 2) === '\r' ? 2 : 1)
  const column = start - lineStart + 1
  return { file: path, line, column, endColumn: Math.max(Math.min(end, lineEnd) - lineStart + 1, column + 1) }
}

/** The last line that starts at or before an offset, counted from 1. */
function lineOf(lineStarts: readonly number[], offset: number): number {
  let [low, high] = [0, lineStarts.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((lineStarts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return Math.max(low, 1)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
