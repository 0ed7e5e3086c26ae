import { formatDiagnostics } from './code-frame.js'
import type { Diagnostic } from './diagnostic.js'

const text = 'version: 1\nmodel:\n  architecture: restnet\nstages: {}\n'
const unknown: Diagnostic = {
  code: 'unknown-architecture',
  message: 'Unknown architecture "restnet".',
  severity: 'error',
  suggestion: 'resnet',
  file: 'a.yaml',
  line: 3,
  column: 17,
  endColumn: 24,
}

describe('formatDiagnostics', () => {
  it('draws the line before, the line, a caret, the line after', () => {
    expect(formatDiagnostics([unknown], { 'a.yaml': text }))
      .toBe(`a.yaml:3:17  unknown-architecture  Unknown architecture "restnet". Did you mean "resnet"?
2 | model:
3 |   architecture: restnet
  |                 ^^^^^^^
4 | stages: {}
`)
  })

  it('draws the first and the last line', () => {
    const first = { ...unknown, line: 1, column: 1, endColumn: 8 }
    expect(formatDiagnostics([first], { 'a.yaml': text }).split('\n').slice(1, -1)).toEqual([
      '1 | version: 1',
      '  | ^^^^^^^',
      '2 | model:',
    ])
    const last = { ...unknown, line: 4, column: 1, endColumn: 3 }
    expect(formatDiagnostics([last], { 'a.yaml': text.trimEnd() }).split('\n').slice(1, -1)).toEqual([
      '3 |   architecture: restnet',
      '4 | stages: {}',
      '  | ^^',
    ])
  })

  it('separates several by an empty line, and says which are warnings', () => {
    const warning: Diagnostic = { ...unknown, severity: 'warning' }
    const lines = formatDiagnostics([unknown, warning], { 'a.yaml': text }).split('\n')
    expect(lines[5]).toBe('')
    expect(lines[6]).toContain('unknown-architecture (warning)')
  })

  it('needs no text', () => {
    expect(formatDiagnostics([unknown], {}).split('\n')).toHaveLength(2)
  })

  it('shows a part of a long line', () => {
    const far = { ...unknown, line: 1, column: 5001, endColumn: 5004 }
    const [, line, caret] = formatDiagnostics([far], { 'a.yaml': `${'x'.repeat(5000)}abc${'x'.repeat(5000)}` }).split(
      '\n',
    )
    expect(line?.length).toBeLessThan(130)
    expect(line?.slice(caret?.indexOf('^'), (caret?.lastIndexOf('^') ?? 0) + 1)).toBe('abc')
  })

  it('lets no escape code of the file through, and colours only when asked', () => {
    const red = { ...unknown, message: 'Unknown "\u001b[31m".' }
    expect(formatDiagnostics([red], { 'a.yaml': `a\nb\n\u001b[31m${'c'.repeat(20)}` })).not.toContain('\u001b')
    expect(formatDiagnostics([unknown], { 'a.yaml': text }, { color: true })).toContain('\u001b[31m^^^^^^^\u001b[0m')
  })
})
