import { parse } from '../parse.js'
import type { Source } from './source.js'
import { diagnose, experimentText } from '../testing/diagnose.js'

const withExtends = (named: string): string => experimentText({}, `extends: ${named}`)

/** Parses the first file; the others are those it may read. */
function parseFiles(source: Source, files: Readonly<Record<string, string>>): ReturnType<typeof parse> {
  return parse(source, { read: (path) => (files[path] === undefined ? { error: 'Missing.' } : { text: files[path] }) })
}

describe('extends', () => {
  it('merges what is extended below the file, later ones over earlier ones', () => {
    const { experiment, diagnostics } = parseFiles(
      { path: 'x.yaml', text: withExtends('[a.yaml, b.yaml]') },
      {
        'a.yaml': 'hyperparameters: {batch_size: 1, dropout: 0.5, epochs: 9}\ntags: {a: "1"}',
        'b.yaml': 'hyperparameters: {batch_size: 2, dropout: null}\ntags: {b: "2"}',
      },
    )
    expect(diagnostics).toEqual([])
    expect(experiment?.hyperparameters).toEqual({ batch_size: 2, epochs: 3 })
    expect(experiment?.tags).toEqual({ a: '1', b: '2' })
  })

  it('never inherits name, question, stages, claims and deploy', () => {
    const { experiment } = parseFiles(
      { path: 'x.yaml', text: withExtends('base.yaml') },
      { 'base.yaml': 'name: base\nquestion: Why?\nstages: {b: {}}\nclaims: [1]\ndeploy: {c: {}}\nversion: 1' },
    )
    expect(experiment).toMatchObject({ name: 'x', stages: { a: {} }, extends: 'base.yaml' })
    expect(Object.keys(experiment ?? {})).not.toEqual(expect.arrayContaining(['question']))
    expect(Object.keys(experiment?.stages ?? {})).toEqual(['a'])
  })

  it('keeps the stages as they were written, null and all', () => {
    const text = experimentText(
      { stages: '{a: {variants: {b: , c: {model: {edit: {flat: null}}}}}}' },
      'extends: base.yaml',
    )
    const { experiment } = parseFiles({ path: 'x.yaml', text }, { 'base.yaml': 'version: 1' })
    expect(experiment?.stages['a']?.variants).toEqual({ b: null, c: { model: { edit: { flat: null } } } })
  })

  it('reads relative paths from the file that says them', () => {
    const { experiment, diagnostics } = parseFiles(
      { path: 'experiments/x.yaml', text: experimentText({ data: undefined }, 'extends: ../defaults/base.yaml') },
      {
        'defaults/base.yaml': 'extends: deep/data.yaml',
        'defaults/deep/data.yaml': 'data: {channels: {train: ./train, test: {uri: ../../test}, validation: s3://b/c}}',
      },
    )
    expect(diagnostics).toEqual([])
    expect(experiment?.data).toEqual({
      channels: { train: '../defaults/deep/train', test: { uri: '../test' }, validation: 's3://b/c' },
    })
  })

  it('moves a set only if it is a path', () => {
    const data = (set: string): unknown =>
      parseFiles(
        { path: 'x.yaml', text: experimentText({ data: undefined }, 'extends: d/base.yaml') },
        { 'd/base.yaml': `data: ${set}` },
      ).experiment?.data
    expect(data('mnist')).toBe('mnist')
    expect(data('./mnist')).toBe('./d/mnist')
    expect(data('{set: ../mnist}')).toEqual({ set: './mnist' })
  })

  it('points into the file that wrote what is wrong', () => {
    expect(diagnose(withExtends('a.yaml'), { 'a.yaml': 'version: 1\nresources: {volume: 3}' })).toEqual([
      'a.yaml:2:13 unknown-key Unknown key "volume" in "resources". Known here are instance_type, instance_count, volume_gb, max_runtime, max_parallel, spot. Did you mean "volume_gb"?',
    ])
    expect(diagnose(withExtends('a.yaml'), { 'a.yaml': 'a: [' })[0]).toMatch(/^a\.yaml:1:\d bad-yaml /)
  })

  it('refuses cycles', () => {
    const cycle = 'The file extends itself:'
    expect(diagnose(withExtends('x.yaml'))).toEqual([`8:10 extends-cycle ${cycle} "x.yaml" → "x.yaml".`])
    expect(
      diagnose(withExtends('a.yaml'), { 'a.yaml': 'extends: [b/c.yaml]', 'b/c.yaml': 'extends: ../x.yaml' }),
    ).toEqual([`b/c.yaml:1:10 extends-cycle ${cycle} "x.yaml" → "a.yaml" → "b/c.yaml" → "x.yaml".`])
  })

  it('refuses what cannot be read, and too many files', () => {
    expect(diagnose(withExtends('[a.yaml, none.yaml]'), { 'a.yaml': 'version: 1' })).toEqual([
      '8:19 extends-unreadable Cannot read "none.yaml", which this file extends: There is no such file.',
    ])
    const names = Array.from({ length: 60 }, (_, index) => `${index}.yaml`)
    const files = Object.fromEntries(names.map((name) => [name, 'version: 1']))
    expect(diagnose(withExtends(`[${names.join(', ')}]`), files)).toHaveLength(11)
  })

  it('refuses what is not a path', () => {
    expect(diagnose(withExtends('{a: 1}'))).toEqual(['8:10 wrong-type "extends" is a map; expected text or a list.'])
    expect(diagnose(withExtends('[3]'))).toEqual(['8:11 wrong-type Item 1 of "extends" is 3; expected text.'])
  })
})
