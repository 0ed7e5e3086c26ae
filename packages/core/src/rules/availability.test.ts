import { diagnose, experimentText } from '../testing/diagnose.js'

describe('availability', () => {
  it('refuses keys of the file', () => {
    const more = `claims: [{variant: a, is: better, than: b}]
on_failure: {retry: 1}
deploy: {x: {model: a}}`
    expect(diagnose(experimentText({}, more))).toEqual([
      '8:1 not-available "claims" is not available yet.',
      '9:1 not-available "on_failure" is not available yet.',
      '10:1 not-available "deploy" is not available yet.',
    ])
  })

  it('refuses other engines, in a stage and in a variant', () => {
    const stages = '{a: {algorithm: xgboost@1.7-1}, b: {variants: {c: {container: {image: i}}}}}'
    expect(diagnose(experimentText({ stages }))).toEqual([
      '7:14 not-available "algorithm" is not available yet.',
      '7:60 not-available "container" is not available yet.',
    ])
  })

  it('refuses several instances of one job', () => {
    const stages = '{a: {resources: {instance_count: 1}}, b: {variants: {c: {resources: {instance_count: 2}}}}}'
    expect(diagnose(experimentText({ stages }))).toEqual([
      '7:94 not-available Training on 2 instances is not available yet; a job of the trainer runs on one.',
    ])
  })

  it('refuses kinds of stages, and keys of stages', () => {
    const stages = '{a: {kind: transform, of: [a], channel: x}, b: {channel: x}}'
    expect(diagnose(experimentText({ stages }))).toEqual([
      '7:20 not-available "kind: transform" is not available yet.',
      '7:57 not-available "channel" belongs to "kind: transform", which is not available yet.',
    ])
  })
})
