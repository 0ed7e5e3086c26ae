/**
 * YAML → plain data with positions. Only what JSON has is allowed: anchors, aliases, tags, merge keys and several
 * documents are refused, because each is more often a slip (an unquoted `*norm`) than meant, and a bomb at worst.
 */

import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml'
import type { CST, Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml'

import { maximumDiagnostics } from './diagnostic.js'
import type { Diagnostic, DiagnosticCode } from './diagnostic.js'
import { indexLines, positionIn } from './positions.js'
import type { LineIndex, Positions, Span, Written } from './positions.js'
import { atHead, checkSource } from './source.js'
import type { Source } from './source.js'
import { syntaxDiagnostics } from './syntax-diagnostic.js'

/** A file's data, and what is wrong with its YAML. */
export interface Yaml {
  /** Undefined if the text has no structure to go on with. */
  readonly value?: unknown
  readonly diagnostics: readonly Diagnostic[]
}

/** Levels of maps and lists in each other: three times what the language can use. */
const deepest = 60

/** Reads one file; `positions` learns where each map and list was written. Never throws. */
export function readYaml(source: Source, positions: Positions): Yaml {
  const unreadable = checkSource(source)
  if (unreadable) return { diagnostics: [unreadable] }
  const file = indexLines(source)
  const { tokens, tooDeep } = tokensOf(source.text)
  if (tooDeep !== undefined) {
    const message = `More than ${deepest} maps and lists stand in each other here; no experiment needs that.`
    return { diagnostics: [problem(file, 'too-deep', message, [tooDeep, tooDeep + 1])] }
  }
  const [document, next] = [...new Composer({ version: '1.2', schema: 'core', uniqueKeys: false }).compose(tokens)]
  if (document === undefined || isEmpty(document)) return { diagnostics: [emptyFile(source.path)] }
  if (next) return { diagnostics: [severalDocuments(file, next)] }
  const syntax = syntaxDiagnostics([...document.errors, ...document.warnings], file)
  if (syntax.length > 0) return { diagnostics: syntax }
  const diagnostics: Diagnostic[] = []
  return { value: valueOf(document.contents, { file, positions, diagnostics }), diagnostics }
}

/** Stops if maps and lists nest too deep: the next steps are recursive, and hostile text must not overflow the stack. */
function tokensOf(text: string): { tokens: CST.Token[]; tooDeep?: number } {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token)
    if (parser.stack.length > deepest) return { tokens, tooDeep: parser.offset }
  }
  return { tokens: [...tokens, ...parser.end()] }
}

interface Reading {
  readonly file: LineIndex
  readonly positions: Positions
  readonly diagnostics: Diagnostic[]
}

function isEmpty({ contents, errors }: Document): boolean {
  return errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null))
}

function emptyFile(path: string): Diagnostic {
  return atHead(path, 'empty-file', 'The file is empty; expected an experiment, which begins with "version: 1".')
}

function severalDocuments(file: LineIndex, next: Document): Diagnostic {
  const start = file.text.lastIndexOf('\n---', next.range?.[0] ?? 0) + 1
  const message = 'A second YAML document begins here; expected one experiment a file.'
  return problem(file, 'several-documents', message, [start, start + 3])
}

function valueOf(node: unknown, reading: Reading): unknown {
  checkProperties(node as Node, reading)
  if (isMap(node)) return mapOf(node, reading)
  if (isSeq(node)) return listOf(node, reading)
  if (isAlias(node)) {
    report(reading, 'alias', aliasSentence(node.source), spanOf(node))
    return `*${node.source}`
  }
  if (!isScalar(node)) return null
  if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
    report(reading, 'not-finite', `"${node.source ?? ''}" is not a finite number.`, spanOf(node))
    return 0
  }
  return node.value
}

function mapOf(map: YAMLMap<unknown, unknown>, reading: Reading): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  const members = new Map<string, { key: Span; value: Span }>()
  for (const pair of map.items) {
    const key = keyOf(pair, reading)
    const span = spanOf(pair.key as Node, spanOf(map))
    if (key === undefined) continue
    if (members.has(key)) {
      report(reading, 'duplicate-key', `The key "${key}" stands here a second time.`, span)
      continue
    }
    members.set(key, { key: span, value: spanOf(pair.value as Node | null, span) })
    object[key] = valueOf(pair.value, reading)
  }
  remember(object, map, members, reading)
  return object
}

function listOf(list: YAMLSeq<unknown>, reading: Reading): unknown[] {
  const members = new Map<string, { key: Span; value: Span }>()
  const array = list.items.map((item, index) => {
    const span = spanOf(item as Node, spanOf(list))
    members.set(String(index), { key: span, value: span })
    return valueOf(item, reading)
  })
  remember(array, list, members, reading)
  return array
}

function remember(object: object, node: Node, members: Written['members'], { file, positions }: Reading): void {
  positions.write(object, { file, self: spanOf(node), members })
}

/** Returns a key as text, or undefined if there is none to go on with. */
function keyOf({ key }: Pair<unknown, unknown>, reading: Reading): string | undefined {
  checkProperties(key as Node, reading)
  if (isAlias(key)) {
    report(reading, 'alias', aliasSentence(key.source), spanOf(key))
    return `*${key.source}`
  }
  if (!isScalar(key) || key.value === null) {
    report(reading, 'bad-key', 'A key must be a name; quote it if it has braces or brackets.', spanOf(key as Node))
    return undefined
  }
  const text = typeof key.value === 'string' ? key.value : (key.source ?? '')
  if (text === '<<') {
    report(reading, 'merge-key', 'Merge keys "<<" are not allowed. Use "extends" or "of" instead.', spanOf(key))
    return undefined
  }
  if (text === '__proto__') {
    report(reading, 'bad-key', 'The key "__proto__" is not allowed.', spanOf(key))
    return undefined
  }
  return text
}

/** Anchors and tags. */
function checkProperties(node: Node | null | undefined, reading: Reading): void {
  if (!node) return
  if ('anchor' in node && node.anchor !== undefined) {
    const message = `"&${node.anchor}" is a YAML anchor, which is not allowed. Quote the text if it begins with "&".`
    report(reading, 'anchor', message, markBefore(node, `&${node.anchor}`, reading))
  }
  if (node.tag !== undefined) {
    const message = 'YAML tags are not allowed. Quote the text if it begins with "!".'
    report(reading, 'tag', message, markBefore(node, '!', reading))
  }
}

/** An anchor or a tag comes before the value that it marks. */
function markBefore(node: Node, mark: string, { file }: Reading): Span {
  const [start] = spanOf(node)
  let found = file.text.lastIndexOf(mark, start)
  while (file.text.charAt(found - 1) === '!') found-- // As in `!!str`.
  return found < 0 ? spanOf(node) : [found, Math.max(start - 1, found + mark.length)]
}

function aliasSentence(name: string): string {
  return `"*${name}" is a YAML alias, which is not allowed. Text that begins with "*" is written in quotes: '*${name}'.`
}

function spanOf(node: Node | null | undefined, otherwise: Span = [0, 1]): Span {
  return node?.range ?? otherwise
}

function report({ diagnostics, file }: Reading, code: DiagnosticCode, message: string, span: Span): void {
  if (diagnostics.length < maximumDiagnostics) diagnostics.push(problem(file, code, message, span))
}

function problem(file: LineIndex, code: DiagnosticCode, message: string, span: Span): Diagnostic {
  return { code, message, severity: 'error', ...positionIn(file, span) }
}
