/** The patterns of the service model, as functions that take linear time on hostile input. */
import { RE2JS } from 're2js'

const compiled = new Map<string, (text: string) => boolean>()

/** Longest text given to a backtracking engine; the few patterns that need one have bounds far below it or are simple. */
const longestForBacktracking = 10_000

/** Returns whether the whole text matches a pattern of the model (Java's `matches`). */
export function matchesPattern(pattern: string, text: string): boolean {
  let matches = compiled.get(pattern)
  if (!matches) {
    matches = compilePattern(pattern)
    compiled.set(pattern, matches)
  }
  return matches(text)
}

/** Compiles a pattern of the model with RE2 if it can, else, for lookaround or a large count, with JavaScript's engine. */
export function compilePattern(pattern: string): (text: string) => boolean {
  // The commonest patterns of the model by far, on its longest texts: no engine is needed.
  if (pattern === '.*') return (text) => !text.includes('\n')
  if (pattern === '.+') return (text) => text !== '' && !text.includes('\n')
  if (pattern === '[\\S\\s]*') return () => true
  try {
    const regex = RE2JS.compile(pattern)
    return (text) => regex.matches(text)
  } catch {
    const regex = backtracking(pattern.replaceAll('\\p{Alnum}', 'a-zA-Z0-9'))
    return (text) => text.length <= longestForBacktracking && regex.test(text)
  }
}

function backtracking(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    // Java lets surrogate halves stand in a class, which the "u" flag refuses.
    return new RegExp(`^(?:${pattern})$`)
  }
}
