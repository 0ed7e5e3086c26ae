import { diagnose, experimentText } from '../testing/diagnose.js'

const stages = (text: string): string[] => diagnose(experimentText({ stages: text }))

const many =
  'base: {variants: {one: {}, two: {}}}, grid: {matrix: {epochs: [1, 2], batch_size: [8]}}, both: {variants: {one: {}}, matrix: {epochs: [1, 2]}}'
const of = (ref: string): string[] => stages(`{${many}, z: {of: ${ref}}}`).map((line) => line.replace(/^\d+:\d+ /, ''))

describe('references', () => {
  it.each(['base/one', 'grid/epochs=1/batch_size=8', 'both/one/epochs=2'])('accepts %s', (ref) => {
    expect(of(ref)).toEqual([])
  })

  it('accepts a stage with one variant', () => {
    expect(stages('{a: {}, b: {of: a}, c: {variants: {d: {}}}, e: {of: c}}')).toEqual([])
  })

  it.each([
    ['bse', 'unknown-reference "bse" names no stage of this file. Did you mean "base"?'],
    ['base', 'unknown-reference "base" has 2 variants; say which, such as "base/one".'],
    ['base/twoo', 'unknown-reference The stage "base" has no variant "twoo". Did you mean "two"?'],
    ['base/one/x', 'unknown-reference "base/one/x" names no variant: there is nothing below "base/one".'],
    [
      'grid',
      'unknown-reference "grid" names no single cell of the matrix; expected one such as "grid/epochs=1/batch_size=8".',
    ],
    [
      'grid/epochs=3/batch_size=8',
      'unknown-reference "grid/epochs=3/batch_size=8" names no single cell of the matrix; expected one such as "grid/epochs=1/batch_size=8".',
    ],
    [
      'both/one',
      'unknown-reference "both/one" names no single cell of the matrix; expected one such as "both/one/epochs=1".',
    ],
    [
      'base/best',
      'unknown-reference "base/best" names a result of a search, but the stage "base" trains; only "kind: tune" searches.',
    ],
    ['base/one/3', 'not-available A reference to one seed is not available yet.'],
    ['other.yaml:base', 'not-available A reference to another file is not available yet.'],
    ['job:x-1', 'not-available A reference to a job that exists already ("job:…") is not available yet.'],
    ['[base/one]', 'not-available A list in "of" belongs to "kind: transform", which is not available yet.'],
  ])('refuses %s', (ref, problem) => {
    expect(of(ref)).toEqual([problem])
  })

  it('refuses a cycle once', () => {
    expect(stages('{a: {of: c}, b: {of: a}, c: {of: b}, d: {of: c}}')).toEqual([
      '7:18 reference-cycle The stage starts from itself: "a" → "c" → "b" → "a".',
    ])
    expect(stages('{z: {of: b}, a: {of: b}, b: {of: a}, c: {of: d}, d: {of: c}}')).toEqual([
      '7:30 reference-cycle The stage starts from itself: "a" → "b" → "a".',
      '7:54 reference-cycle The stage starts from itself: "c" → "d" → "c".',
    ])
    expect(stages('{a: {of: a}}')).toEqual(['7:18 reference-cycle The stage starts from itself: "a" → "a".'])
  })
})
