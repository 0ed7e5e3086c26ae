import { diagnose, experimentText } from '../testing/diagnose.js'

describe('variants', () => {
  it('refuses an empty map in stages that train and in those that search', () => {
    const search = 'kind: tune, max_trials: 3, search_space: {epochs: {min: 1, max: 9}}'
    expect(diagnose(experimentText({ stages: `{a: {variants: {}}, b: {${search}, variants: {}}}` }))).toEqual([
      '7:14 bad-value "variants" of "a" is empty, so that nothing would be trained; expected at least one variant, or no "variants".',
      '7:102 bad-value "variants" of "b" is empty, so that nothing would be trained; expected at least one variant, or no "variants".',
    ])
  })

  it('accepts one that changes nothing', () => {
    expect(diagnose(experimentText({ stages: '{a: {variants: {b: {}}}}' }))).toEqual([])
  })
})
