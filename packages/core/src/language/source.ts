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

/** Returns the text of a file's bytes, or a sentence that says why they are no text. */
export function decodeSource(bytes: Uint8Array): { readonly text: string } | { readonly error: string } {
  if (bytes.length > maximumSourceBytes) return { error: sizeSentence(bytes.length) }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { error: 'The file is UTF-16; expected UTF-8.' }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const valid = new TextDecoder('utf-8').decode(bytes).split('\ufffd', 1)[0] ?? ''
    const line = valid.split('\n').length
    return { error: `The file is not UTF-8 text from line ${line} on; expected a YAML file.` }
  }
}

/** Returns why a text cannot be an experiment file, if it cannot: too large, or binary. */
export function checkSource({ path, text }: Source): Diagnostic | undefined {
  if (text.length > maximumSourceBytes) return atHead(path, 'too-large', sizeSentence(text.length))
  if (/[\x00-\x08\x0e-\x1f]/.test(text)) {
    return atHead(path, 'not-text', 'The file is binary; expected a YAML file, which is text.')
  }
  return undefined
}

/** Returns an error about a file as a whole. */
export function atHead(file: string, code: DiagnosticCode, message: string): Diagnostic {
  return { code, message, severity: 'error', file, line: 1, column: 1, endColumn: 2 }
}

function sizeSentence(bytes: number): string {
  return `The file has ${(bytes / 1e6).toFixed(1)} MB; an experiment file has at most ${maximumSourceBytes / 1e6} MB.`
}
