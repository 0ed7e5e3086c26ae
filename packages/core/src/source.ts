/** A file's text, and how it comes from bytes: what cannot be an experiment file is refused here, before YAML. */

import type { Diagnostic, DiagnosticCode } from './diagnostic.js'

/** A global of every runtime; its type comes with the DOM's or Node's, neither of which a pure package loads. */
declare const TextDecoder: new (label: 'utf-8', options?: { fatal: boolean }) => { decode(bytes: Uint8Array): string }

/** One file as text. */
export interface Source {
  /** As the user named it; other files are named relative to the same folder. */
  readonly path: string
  readonly text: string
}

/** The largest file that is read, in bytes: about 30,000 variants. The edge asks for the size before it reads. */
export const maximumSourceBytes = 5_000_000

/** What `decodeSource` returns. */
export type Decoded = { readonly source: Source } | { readonly diagnostic: Diagnostic }

/** Returns the text of a file's bytes, or why they are no text. A byte-order mark is taken away. */
export function decodeSource(path: string, bytes: Uint8Array): Decoded {
  if (bytes.length > maximumSourceBytes) return { diagnostic: tooLarge(path, bytes.length) }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { diagnostic: atHead(path, 'not-text', 'The file is UTF-16; expected UTF-8.') }
  }
  const text = new TextDecoder('utf-8').decode(bytes)
  const bad = text.indexOf('\ufffd')
  if (bad >= 0 && !isUtf8(bytes)) {
    const line = text.slice(0, bad).split('\n').length
    const column = bad - text.lastIndexOf('\n', bad - 1)
    const place = { file: path, line, column, endColumn: column + 1 }
    return { diagnostic: { code: 'not-text', message: notUtf8, severity: 'error', ...place } }
  }
  return { source: { path, text } }
}

const notUtf8 = 'The file is not UTF-8 text here; expected a YAML file.'

/** Returns why a text cannot be an experiment file, if it cannot: too large, or binary. */
export function checkSource({ path, text }: Source): Diagnostic | undefined {
  if (text.length > maximumSourceBytes) return tooLarge(path, text.length)
  if (/[\x00-\x08\x0e-\x1f]/.test(text)) {
    return atHead(path, 'not-text', 'The file is binary; expected a YAML file, which is text.')
  }
  return undefined
}

/** Returns the diagnostic for a file of too many bytes, for the edge that has not read it. */
export function tooLarge(path: string, bytes: number): Diagnostic {
  const size = (bytes / 1e6).toFixed(1)
  return atHead(path, 'too-large', `The file has ${size} MB; at most ${maximumSourceBytes / 1e6} MB are read.`)
}

/** Returns an error about a file as a whole. */
export function atHead(file: string, code: DiagnosticCode, message: string): Diagnostic {
  return { code, message, severity: 'error', file, line: 1, column: 1, endColumn: 2 }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
