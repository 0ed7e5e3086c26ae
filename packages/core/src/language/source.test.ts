import { decodeSource, maximumSourceBytes } from './source.js'

describe('decodeSource', () => {
  it('returns UTF-8 text without its byte-order mark', () => {
    expect(decodeSource(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xc3, 0xbc))).toEqual({ text: 'aü' })
    expect(decodeSource(Uint8Array.of())).toEqual({ text: '' })
  })

  it('refuses UTF-16', () => {
    expect(decodeSource(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toEqual({ error: 'The file is UTF-16; expected UTF-8.' })
  })

  it('says in which line the text ends', () => {
    expect(decodeSource(Uint8Array.of(0x61, 0x0a, 0x62, 0x0a, 0xff, 0x0a))).toEqual({
      error: 'The file is not UTF-8 text from line 3 on; expected a YAML file.',
    })
  })

  it('refuses too many bytes before it looks at them', () => {
    expect(decodeSource(new Uint8Array(maximumSourceBytes + 1).fill(0xff))).toEqual({
      error: 'The file has 5.0 MB; an experiment file has at most 5 MB.',
    })
    expect(decodeSource(new Uint8Array(50_000_000))).toEqual({
      error: 'The file has 50.0 MB; an experiment file has at most 5 MB.',
    })
  })
})
