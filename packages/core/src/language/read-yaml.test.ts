import { diagnose } from '../testing/diagnose.js'
import { processorSeconds } from '../testing/processor-time.js'

const alias = 'is a YAML alias, which is not allowed. Text that begins with "*" is written in quotes:'

/** Only what is wrong with the text as YAML; the snippets are no experiments. */
const yamlProblems = (text: string): string[] =>
  diagnose(text).filter((line) => !/ (missing-key|unknown-key|wrong-type) /.test(line))

describe('readYaml', () => {
  it.each([
    ['nothing', ''],
    ['spaces', '  \n\n'],
    ['comments', '# nothing\n'],
    ['an empty document', '---\n'],
    ['a byte-order mark', '\ufeff'],
  ])('refuses a file of %s', (_, text) => {
    expect(diagnose(text)).toEqual([
      '1:1 empty-file The file is empty; expected an experiment, which begins with "version: 1".',
    ])
  })

  it('refuses what is not a map', () => {
    expect(diagnose('- 1')).toEqual(['1:1 wrong-type The file is a list; expected a map of keys.'])
    expect(diagnose('hello')).toEqual(['1:1 wrong-type The file is text; expected a map of keys.'])
  })

  it('refuses binary text and too much of it', () => {
    expect(diagnose('\u0000\u0001')).toEqual(['1:1 not-text The file is binary; expected a YAML file, which is text.'])
    expect(diagnose('#'.repeat(50_000_000))).toEqual([
      '1:1 too-large The file has 50.0 MB; an experiment file has at most 5 MB.',
    ])
  })

  it('refuses tabs in the indentation', () => {
    expect(yamlProblems('a:\n\tb: 1')).toEqual(['2:1 tab A tab stands in the indentation; YAML allows spaces only.'])
  })

  it('refuses duplicate keys', () => {
    expect(yamlProblems('a: 1\nb: {c: 1, c: 2}\na: 2\n')).toEqual([
      '2:11 duplicate-key The key "c" stands here a second time.',
      '3:1 duplicate-key The key "a" stands here a second time.',
    ])
  })

  it('refuses aliases, as keys and values, quoted ones not', () => {
    expect(yamlProblems('edit:\n  *norm : null\nlayers: [*fc, "*fc"]')).toEqual([
      `2:3 alias "*norm" ${alias} '*norm'.`,
      `3:10 alias "*fc" ${alias} '*fc'.`,
    ])
    expect(yamlProblems('edit: {*norm: null}')).toEqual([
      '1:8 alias A "*" begins a YAML alias, which is not allowed. Text that begins with "*" is written in quotes.',
    ])
  })

  it('refuses an alias bomb without expanding it', () => {
    const bomb = Array.from({ length: 12 }, (_, level) => {
      const below = level === 0 ? 'x' : `*a${level - 1}`
      return `a${level}: &a${level} [${Array.from({ length: 10 }, () => below).join(', ')}]`
    }).join('\n')
    const problems = yamlProblems(bomb)
    expect(problems.length).toBeGreaterThan(80)
    expect(problems[0]).toBe(
      '1:5 anchor "&a0" is a YAML anchor, which is not allowed. Quote the text if it begins with "&".',
    )
  })

  it('refuses tags, merge keys and directives', () => {
    expect(yamlProblems('a: !!str 3\nb: !js x\n')).toEqual([
      '2:4 tag YAML tags are not allowed. Quote the text if it begins with "!".',
    ])
    expect(yamlProblems('a: !!str 3\n<<: {b: 1}')).toEqual([
      '1:4 tag YAML tags are not allowed. Quote the text if it begins with "!".',
      '2:1 merge-key Merge keys "<<" are not allowed. Use "extends" or "of" instead.',
    ])
  })

  it('refuses keys that are no names', () => {
    expect(yamlProblems('? {a: 1}\n: 2\n__proto__: {b: 1}')).toEqual([
      '1:3 bad-key A key must be a name; quote it if it has braces or brackets.',
      '3:1 bad-key The key "__proto__" is not allowed.',
    ])
  })

  it('refuses a second document', () => {
    expect(yamlProblems('a: 1\n---\nb: 2\n')).toEqual([
      '2:1 several-documents A second YAML document begins here; expected one experiment a file.',
    ])
  })

  it('refuses numbers that are not finite', () => {
    expect(yamlProblems('a: .inf\nb: -.inf\nc: .nan\nd: 1e999')).toEqual([
      '1:4 not-finite ".inf" is not a finite number.',
      '2:4 not-finite "-.inf" is not a finite number.',
      '3:4 not-finite ".nan" is not a finite number.',
      '4:4 not-finite "1e999" is not a finite number.',
    ])
  })

  it('refuses escapes that it does not know', () => {
    expect(yamlProblems('a: "\\q"')).toEqual([
      '1:5 bad-escape The escape is not known in double quotes. In single quotes a backslash is itself.',
    ])
  })

  it.each([
    ['['.repeat(1_000_000)],
    ['{'.repeat(1_000_000)],
    ['- '.repeat(100_000)],
    ['? '.repeat(100_000)],
    [Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('refuses maps and lists nested without end, at once', (text) => {
    let problems: unknown
    const seconds = processorSeconds(() => (problems = diagnose(text)))
    expect(problems).toEqual([
      expect.stringMatching(
        /too-deep More than 60 maps and lists stand in each other here; no experiment needs that\.$/,
      ),
    ])
    expect(seconds).toBeLessThan(1)
  })

  it('says what is not well formed, once a line', () => {
    expect(yamlProblems('a: [1, 2\nb: {c\nd: @x')).toHaveLength(2)
    expect(yamlProblems('a: `x`')).toEqual(['1:4 bad-yaml Plain text cannot begin with this character. Quote it.'])
  })
})
