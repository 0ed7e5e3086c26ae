/** Metrics scraped from a job's log by the regular expressions of its MetricDefinitions. */
import { RE2JS } from 're2js'
import { Script, createContext } from 'node:vm'

import { splitLines } from './metric-lines.js'
import type { LineSplitter } from './metric-lines.js'

/** A metric that is scraped from a job's log, as on the wire. */
export interface MetricDefinition {
  readonly Name: string
  readonly Regex: string
}

/** The latest value of a metric; time in milliseconds since the epoch. */
export interface Metric {
  readonly name: string
  readonly value: number
  readonly time: number
}

type Capture = (line: string) => string | undefined

/** A backtracking expression may think this long about a line, in milliseconds; then it is not asked again. */
const patience = 50

/** The functions that a scraper calls. */
export interface MetricListeners {
  /** After output that gave any value. */
  readonly onOutput: () => void
  /** Before that, with each value. */
  readonly onValue?: (name: string, value: number) => void
}

/** Reads both streams of a job, each in lines of its own; the latest value of a metric wins. */
export class MetricScraper {
  readonly #captures: readonly { readonly name: string; readonly capture: Capture }[]
  readonly #now: () => number
  readonly #listeners: MetricListeners
  readonly #latest: Map<string, Metric>
  readonly #streams: Readonly<Record<'stdout' | 'stderr', LineSplitter>>
  #found = false

  /** `earlier` are the values of attempts before this one. */
  constructor(
    definitions: readonly MetricDefinition[],
    now: () => number,
    listeners: MetricListeners,
    earlier: readonly Metric[] = [],
  ) {
    this.#captures = definitions.map(({ Name, Regex }) => ({ name: Name, capture: captureOf(Regex) }))
    this.#now = now
    this.#listeners = listeners
    this.#latest = new Map(earlier.map((metric) => [metric.name, metric]))
    const read = (line: string) => this.#read(line)
    this.#streams = { stdout: splitLines(read), stderr: splitLines(read) }
  }

  feed(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (this.#captures.length === 0) return
    this.#streams[stream].feed(chunk)
    this.#announce()
  }

  end(): void {
    this.#streams.stdout.end()
    this.#streams.stderr.end()
    this.#announce()
  }

  /** In the order of the definitions; those that never appeared are absent. */
  values(): Metric[] {
    return this.#captures.flatMap(({ name }) => this.#latest.get(name) ?? [])
  }

  #read(line: string) {
    for (const { name, capture } of this.#captures) {
      const text = capture(line)
      if (text === undefined || text.trim() === '') continue
      // The API's Value is a 32-bit float; a metric that is not a finite number is not a metric.
      const value = Math.fround(Number(text))
      if (!Number.isFinite(value)) continue
      this.#latest.set(name, { name, value, time: this.#now() })
      this.#listeners.onValue?.(name, value)
      this.#found = true
    }
  }

  #announce() {
    if (this.#found) this.#listeners.onOutput()
    this.#found = false
  }
}

/** Returns whether RE2, or at least JavaScript, can read a regular expression. */
export function isMetricRegex(regex: string): boolean {
  if (linear(regex)) return true
  try {
    new RegExp(regex)
    return true
  } catch {
    return false
  }
}

/** Returns what the last match on a line has in its first group. */
function captureOf(regex: string): Capture {
  const literal = leadingLiteral(regex)
  const capture = linear(regex) ?? backtracking(regex)
  // Most lines hold no metric: a plain text search settles that before any engine is asked.
  return literal === '' ? capture : (line) => (line.includes(literal) ? capture(line) : undefined)
}

function linear(regex: string): Capture | undefined {
  try {
    const compiled = RE2JS.compile(regex)
    if (compiled.groupCount() === 0) return () => undefined
    return (line) => {
      const matcher = compiled.matcher(line)
      let last: string | undefined
      while (matcher.find()) last = matcher.group(1) ?? last
      return last
    }
  } catch {
    return undefined
  }
}

/** For what RE2 has not, lookaround for instance: JavaScript's engine, with a time limit that interrupts it. */
function backtracking(regex: string): Capture {
  const sandbox: { line: string; last?: string } = { line: '' }
  let script: Script | undefined
  try {
    new RegExp(regex)
    script = new Script(
      `last = undefined; for (const match of line.matchAll(/${delimited(regex)}/g)) last = match[1] ?? last`,
    )
    createContext(sandbox)
  } catch {
    return () => undefined
  }
  return (line) => {
    if (!script) return undefined
    sandbox.line = line
    try {
      script.runInContext(sandbox, { timeout: patience })
      return sandbox.last
    } catch {
      script = undefined
      return undefined
    }
  }
}

const delimited = (regex: string) => new RegExp(regex).source

/** The text that every match begins with, as far as it is plain; empty if that is unknown. */
export function leadingLiteral(regex: string): string {
  if (regex.includes('|')) return ''
  const [plain = ''] = /^(?:[^\\^$.*+?()[\]{}]|\\[^\w\s])*/.exec(regex) ?? []
  const rest = regex.slice(plain.length)
  const sure = /^[*?{]/.test(rest) ? plain.replace(/(?:\\.|[^\\])$/s, '') : plain
  return sure.replace(/\\(.)/gs, '$1')
}
