import { diagnose, experimentText } from '../testing/diagnose.js'

const tags = (text: string): string[] => diagnose(experimentText({}, `tags: ${text}`))

describe('tags', () => {
  it('accepts what AWS does', () => {
    expect(tags('{"cost centre": "a+b=c/d_e:f.g@h-ü"}')).toEqual([])
  })

  it('refuses reserved prefixes, other characters, and too long ones', () => {
    const long = 'x'.repeat(129)
    expect(tags(`{"aws:x": a, "assay:x": a, "a,b": c, d: "e{f", ${long}: g, h: ${long}${long}}`)).toEqual([
      '8:8 bad-tag The tag "aws:x" begins with "aws:", which is reserved.',
      '8:20 bad-tag The tag "assay:x" begins with "assay:", which is reserved.',
      '8:34 bad-tag A tag\'s key has 1 to 128 characters: letters, digits, spaces and _ . : / = + - @; this one is "a,b".',
      '8:47 bad-tag A tag\'s value has at most 256 characters: letters, digits, spaces and _ . : / = + - @; "d" has others.',
      `8:54 bad-tag A tag's key has 1 to 128 characters: letters, digits, spaces and _ . : / = + - @; this one is "${'x'.repeat(60)}".`,
      '8:191 bad-tag A tag\'s value has at most 256 characters: letters, digits, spaces and _ . : / = + - @; "h" has others.',
    ])
  })

  it('refuses more than leave room for our own', () => {
    const many = Array.from({ length: 41 }, (_, index) => `t${index}: a`).join(', ')
    expect(tags(`{${many}}`)).toEqual(['8:1 bad-tag There are 41 tags; at most 40 are allowed.'])
  })

  it('refuses values that are not text', () => {
    expect(tags('{a: 1}')).toEqual(['8:11 wrong-type "a" is 1; expected text.'])
  })
})
