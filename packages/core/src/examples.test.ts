import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import fc from 'fast-check'
import { parse as parseYaml } from 'yaml'

import { diagnose } from './testing/diagnose.js'

const effort = process.env['SOAK'] ? 20 : 1

const folder = fileURLToPath(new URL('../fixtures/examples/', import.meta.url))
const read = (path: string): string => readFileSync(folder + path, 'utf8')

/** Ten experiments in the whole language: what each still needs. */
const needs: Readonly<Record<string, readonly string[]>> = {
  'ablations.yaml': ['28:1 "claims"'],
  'blocks-and-filters.yaml': ['19:1 "claims"'],
  'follow-up.yaml': [
    '6:16 A reference to another file',
    '10:44 Starting from the weights of a job that assay did not name ("job:old-notebook-job-7")',
    '11:1 "claims"',
  ],
  'forecast.yaml': [],
  'how-much-data.yaml': [],
  'own-container.yaml': ['4:1 "container"'],
  'text.yaml': [],
  'tune-and-warm-start.yaml': ['41:1 "claims"'],
  'tune-architectures.yaml': [],
  'xgboost-and-transform.yaml': ['4:1 "algorithm"', '19:17 "kind: transform"', '20:1 "deploy"'],
}

describe('the examples', () => {
  it('never make parsing throw, whatever stands in the place of one of their parts', () => {
    const examples = Object.keys(needs).map((file) => parseYaml(read(file)) as object)
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('$x *', 'a/b=1', 'job:x', 'best', -1, 0, 1.5, [], {}, [[]], [{}], { a: null }, [null], ''),
    )
    const property = fc.property(fc.constantFrom(...examples), fc.nat(), value, (example, number, other) => {
      const text = JSON.stringify(replacePart(example, number, other))
      for (const line of diagnose(text)) expect(line).toMatch(/^\d+:\d+ [a-z-]+( \(warning\))? \S/)
    })
    fc.assert(property, { numRuns: 1000 * effort })
  }, 300_000)

  it('are all here', () => {
    expect(readdirSync(folder)).toEqual(Object.keys(needs))
  })

  it.each(Object.entries(needs))('%s parses, or says what is not available yet', (file, missing) => {
    const files = {
      '../defaults/aws.yaml': read('../defaults/aws.yaml'),
      'tune-and-warm-start.yaml': read('tune-and-warm-start.yaml'),
    }
    const found = diagnose(read(file), files).filter((line) => !line.startsWith('tune-and-warm-start.yaml:'))
    expect(found).toEqual(
      missing.map((one) => one.replace(/^(\S+) (.*)$/, '$1 not-available $2 is not available yet.')),
    )
  })
})

/** Replaces one part, counted from the root, by another value. */
function replacePart(root: object, number: number, other: unknown): object {
  const copy = structuredClone(root)
  const parts: [object: Record<string, unknown>, key: string][] = []
  const collect = (object: object): void => {
    for (const [key, value] of Object.entries(object) as [string, unknown][]) {
      parts.push([object as Record<string, unknown>, key])
      if (typeof value === 'object' && value !== null) collect(value)
    }
  }
  collect(copy)
  const [object, key] = parts[number % parts.length] ?? [{}, '']
  object[key] = other
  return copy
}
