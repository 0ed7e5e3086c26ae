import { canonicalJson, digestOf } from './digest.js'

describe('digestOf', () => {
  it('is the SHA-256 of canonical JSON', () => {
    // printf '{"a":[1,null],"b":"x"}' | sha256sum
    expect(digestOf({ b: 'x', a: [1, null], c: undefined })).toBe(
      '3dece6dc8d22d61692b03c7d51836aaec96fd08a614e224565e177ad6ff9dbe2',
    )
  })

  it('does not depend on the order of keys', () => {
    expect(canonicalJson({ b: { d: 1, c: 2 }, a: 3 })).toBe('{"a":3,"b":{"c":2,"d":1}}')
  })
})
