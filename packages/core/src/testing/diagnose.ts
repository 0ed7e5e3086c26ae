/** YAML → what is wrong with it, one line each, for tests of the language. */

import { sentence } from '../language/code-frame.js'
import { parse } from '../parse.js'
import { testCatalogue } from './catalogue.js'

/** Returns `line:column code sentence` for each diagnostic; the file's name before it if it is another one. */
export function diagnose(text: string, files: Readonly<Record<string, string>> = {}): string[] {
  const read = (path: string): { text: string } | { error: string } => {
    const found = Object.hasOwn(files, path) ? files[path] : undefined
    return found === undefined ? { error: 'There is no such file.' } : { text: found }
  }
  return parse({ path: 'x.yaml', text }, { read, catalogue: testCatalogue }).diagnostics.map((diagnostic) => {
    const { file, line, column, code, severity } = diagnostic
    const place = `${file === 'x.yaml' ? '' : `${file}:`}${line}:${column}`
    return `${place} ${code}${severity === 'warning' ? ' (warning)' : ''} ${sentence(diagnostic)}`
  })
}

/** The parts of an experiment that a test may replace, each on the line of its number. */
const parts = {
  version: '1',
  name: 'x',
  data: 'mnist',
  objective: '{metric: val_accuracy, goal: maximize}',
  model: '{architecture: mlp}',
  hyperparameters: '{epochs: 3}',
  stages: '{a: {}}',
}

/** Returns a valid experiment's text with parts replaced, or left out if undefined; `more` begins in line 8. */
export function experimentText(replaced: Partial<Record<keyof typeof parts, string | undefined>>, more = ''): string {
  const all = { ...parts, ...replaced }
  const lines = Object.entries(all).map(([key, value]) => (value === undefined ? '' : `${key}: ${value}`))
  return [...lines, more].join('\n')
}
