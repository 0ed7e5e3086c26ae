import { decodeTags, encodeTags } from './tags.js'

const tags = { experiment: 'digits', digest: 'ab12', stage: 'sizes', variant: 'sizes/depth=2', seed: 3, file: 'cd34' }

describe('tags', () => {
  it('come back as they were written', () => {
    const written = encodeTags({ ...tags, project: 'p', commit: 'deadbeef' }, { team: 'vision' })
    const map = Object.fromEntries(written.map(({ Key, Value }) => [Key, Value]))
    expect(map['team']).toBe('vision')
    expect(decodeTags(map)).toEqual({ ...tags, project: 'p', commit: 'deadbeef' })
  })

  it('use only characters that SageMaker allows', () => {
    for (const { Key, Value } of encodeTags(tags, {}))
      expect(`${Key}${Value}`).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u)
  })

  it("of somebody else's job are not read", () => {
    expect(decodeTags({ Name: 'x' })).toBeUndefined()
  })
})
