/** A file and those it `extends` → one map. Files are read through a callback, so that this stays pure. */

import type { Diagnostic, DiagnosticCode } from './diagnostic.js'
import { merge } from './merge.js'
import { folderOf, joinPath, relativePath } from '../base/paths.js'
import type { Position, Positions } from './positions.js'
import { readYaml } from './read-yaml.js'
import { atHead } from './source.js'
import type { Source } from './source.js'

/** Reads a file by its path; the paths are relative to the same folder as the first file's. */
export type ReadFile = (path: string) => { readonly text: string } | { readonly error: string }

/** A file with all that it extends. */
export interface Loaded {
  /** Undefined if a file has no structure to go on with. */
  readonly value?: Record<string, unknown>
  /** Every file that was read, the first one first. */
  readonly sources: readonly Source[]
  readonly diagnostics: readonly Diagnostic[]
}

type Members = Record<string, unknown>

/** Keys that a file never takes from those it extends. */
const neverInherited = ['name', 'question', 'extends', 'stages', 'claims', 'deploy'] as const

const mostFiles = 50

/** Reads a file and, depth first, those it extends; later ones win, the file itself last. */
export function loadExperiment(source: Source, read: ReadFile, positions: Positions): Loaded {
  const loading: Loading = { root: folderOf(source.path), read, positions, sources: [], diagnostics: [] }
  const value = load(source, [joinPath('', source.path)], loading)
  return { ...(value === undefined ? {} : { value }), sources: loading.sources, diagnostics: loading.diagnostics }
}

interface Loading {
  readonly root: string
  readonly read: ReadFile
  readonly positions: Positions
  readonly sources: Source[]
  readonly diagnostics: Diagnostic[]
}

function load(source: Source, chain: readonly string[], loading: Loading): Members | undefined {
  loading.sources.push(source)
  const { value, diagnostics } = readYaml(source, loading.positions)
  loading.diagnostics.push(...diagnostics)
  if (value === undefined) return undefined
  if (!isMembers(value)) {
    const found = Array.isArray(value) ? 'a list' : 'text'
    loading.diagnostics.push(atHead(source.path, 'wrong-type', `The file is ${found}; expected a map of keys.`))
    return undefined
  }
  const bases = parentsOf(value, loading.positions).flatMap(({ path, position }) => {
    const base = loadParent(path, position, source, chain, loading)
    return base ? [base] : []
  })
  if (bases.length === 0) return value
  const base = bases.reduce((earlier, later) => merge(earlier, later, loading.positions))
  return extend(base, value, loading.positions)
}

interface Parent {
  readonly path: string
  readonly position: Position | undefined
}

/** The files that `extends` names. Anything that is not text is left to the schema. */
function parentsOf(value: Members, positions: Positions): Parent[] {
  const named = value['extends']
  if (typeof named === 'string') return [{ path: named, position: positions.of(value, 'extends') }]
  if (!Array.isArray(named)) return []
  return named.flatMap((path: unknown, index) =>
    typeof path === 'string' ? [{ path, position: positions.of(named, index) }] : [],
  )
}

function loadParent(
  named: string,
  position: Position | undefined,
  by: Source,
  chain: readonly string[],
  loading: Loading,
): Members | undefined {
  const path = joinPath(folderOf(by.path), named)
  const refuse = (code: DiagnosticCode, message: string): undefined => {
    loading.diagnostics.push({ ...atHead(by.path, code, message), ...position })
  }
  if (chain.includes(path)) {
    const circle = [...chain.slice(chain.indexOf(path)), path].map((file) => `"${file}"`).join(' → ')
    return refuse('extends-cycle', `The file extends itself: ${circle}.`)
  }
  if (loading.sources.length >= mostFiles) {
    return refuse('extends-unreadable', `More than ${mostFiles} files are extended; "${named}" is one too many.`)
  }
  const answer = loading.read(path)
  if ('error' in answer) {
    return refuse('extends-unreadable', `Cannot read "${path}", which this file extends: ${full(answer.error)}`)
  }
  const base = load({ path, text: answer.text }, [...chain, path], loading)
  if (base) rebase(base, folderOf(path), folderOf(by.path))
  return base
}

function full(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}

function extend(base: Members, value: Members, positions: Positions): Members {
  const [inherited, rest, own]: Members[] = [{ ...base }, { ...value }, {}]
  if (!inherited || !rest || !own) return value
  for (const key of neverInherited) {
    delete inherited[key]
    delete rest[key]
    if (Object.hasOwn(value, key)) own[key] = value[key]
  }
  positions.merge(inherited, base, {})
  positions.merge(rest, value, {})
  const extended = { ...merge(inherited, rest, positions), ...own }
  positions.merge(extended, inherited, value)
  return extended
}

/** Relative paths count from the file that says them; here they come to count from the file that extends it. */
function rebase(recipe: Members, from: string, to: string): void {
  if (joinPath('', from) === joinPath('', to)) return
  const move = (owner: unknown, key: string, isPath: (text: string) => boolean): void => {
    const text = isMembers(owner) ? owner[key] : undefined
    if (isMembers(owner) && typeof text === 'string' && isPath(text))
      owner[key] = relativePath(to, joinPath(from, text))
  }
  move(recipe, 'data', isPathNotName)
  const { data, container } = recipe
  move(data, 'set', isPathNotName)
  move(container, 'source', isRelative)
  const channels = isMembers(data) && isMembers(data['channels']) ? data['channels'] : {}
  for (const [name, channel] of Object.entries(channels)) {
    move(channels, name, isRelative)
    move(channel, 'uri', isRelative)
  }
}

/** A data set is named by a plain word; a path begins with a dot. */
function isPathNotName(text: string): boolean {
  return /^\.\.?(\/|$)/.test(text)
}

function isRelative(text: string): boolean {
  return !/^(\/|[a-z][a-z0-9+.-]*:)/i.test(text)
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
