import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { diagnose } from './testing/diagnose.js'

const folder = fileURLToPath(new URL('../fixtures/examples/', import.meta.url))
const read = (path: string): string => readFileSync(folder + path, 'utf8')

/** Ten experiments in the whole language: what each still needs. */
const needs: Readonly<Record<string, readonly string[]>> = {
  'ablations.yaml': ['28:1 "claims"'],
  'blocks-and-filters.yaml': ['19:1 "claims"'],
  'follow-up.yaml': ['6:16 A reference to another file', '9:5 "init_weights"', '10:23 "init_weights"', '11:1 "claims"'],
  'forecast.yaml': [
    '3:40 "window"',
    '3:55 "horizon"',
    '4:21 The metric "val_mase"',
    '5:23 The architecture "forecast-mlp"',
    '8:33 The architecture "seasonal-naive"',
    '9:54 The architecture "forecast-mlp"',
    '11:42 The architecture "lstm"',
  ],
  'how-much-data.yaml': [],
  'own-container.yaml': ['4:1 "container"', '20:11 "kind: tune"'],
  'text.yaml': ['7:19 The layer "text_vectorization"', '8:19 The layer "embedding"', '9:18 The layer "bidirectional"'],
  'tune-and-warm-start.yaml': ['18:11 "kind: tune"', '30:11 "kind: tune"', '36:11 "kind: tune"', '41:1 "claims"'],
  'tune-architectures.yaml': ['10:11 "kind: tune"'],
  'xgboost-and-transform.yaml': ['4:1 "algorithm"', '11:11 "kind: tune"', '19:17 "kind: transform"', '20:1 "deploy"'],
}

describe('the examples', () => {
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
