import { diagnose, experimentText } from '../testing/diagnose.js'

/** Everything the grammar has, with one key too many at each level. */
const everywhere = `version: 1
name: x
x01: 1
objective: {metric: val_accuracy, goal: maximize, x02: 1}
data: {channels: {a: {uri: b, x03: 1}}, split: {by: time, x04: 1}, x05: 1}
model: {architecture: mlp, x06: 1}
container: {image: a, metrics: {f1: {regex: a, x07: 1}}, x08: 1}
init_weights: {from: a, x09: 1}
resources: {volume_gb: 1, x10: 1}
claims: [{variant: a, is: better, than: b, x11: 1}]
budget: {max_time: 1h, x12: 1}
on_failure: {retry: 1, x13: 1}
deploy: {a: {model: b, variants: {c: {model: d, weight: 1, x14: 1}}, x15: 1}}
aws: {vpc: {subnets: [a], security_groups: [b], x16: 1}, x17: 1}
stages:
  a:
    warm_start: {from: [b], x18: 1}
    stop_when: {converged: true, x19: 1}
    budget: {max_time: 1h, x20: 1}
    search_space: {lr: {min: 1, max: 2}}
    variants:
      b: {hyperparameters: {epochs: 1}, x21: 1}
    x22: 1
`

describe('checkSchema', () => {
  it('refuses unknown keys at every level, each at its place', () => {
    const unknown = diagnose(everywhere).filter((line) => line.includes(' unknown-key '))
    expect(unknown.map((line) => /Unknown key "(x\d\d)"/.exec(line)?.[1])).toEqual(
      Array.from({ length: 22 }, (_, index) => `x${String(index + 1).padStart(2, '0')}`),
    )
    const lines = everywhere.split('\n')
    for (const line of unknown) {
      const [, row, column, key] = /^(\d+):(\d+) .*Unknown key "(x\d\d)"/.exec(line) ?? []
      expect(lines[Number(row) - 1]?.slice(Number(column) - 1, Number(column) + 2)).toBe(key)
    }
  })

  it.each([
    [
      'name',
      '[a]',
      '2:7 wrong-type "name" is a list; expected a name of lower-case letters, digits and single hyphens, at most 20 characters, such as "cifar10-cnn".',
    ],
    ['version', '2', '1:10 bad-value "version" is 2; expected 1.'],
    ['version', '"1"', '1:10 bad-value "version" is "1"; expected 1.'],
    ['data', '3', '3:7 wrong-type "data" is 3; expected text or a map.'],
    ['objective', 'val_accuracy', '4:12 wrong-type "objective" is "val_accuracy"; expected a map.'],
    ['model', 'mlp', '5:8 wrong-type "model" is "mlp"; expected a map.'],
    ['model', '{layers: {a: 1}}', '5:17 wrong-type "layers" is a map; expected a list.'],
    [
      'model',
      '{layers: [{flatten: {}, if: 1}]}',
      '5:36 wrong-type "if" is 1; expected an expression over hyperparameters such as "$filters * 2 ^ index" or true or false.',
    ],
    ['hyperparameters', '{a: [1]}', '6:22 wrong-type "a" is a list; expected text, a number or true or false.'],
    [
      'hyperparameters',
      '{Lr: 1}',
      '6:19 bad-name "Lr" is not the name of a hyperparameter: lower-case letters, digits and underscores, such as "learning_rate".',
    ],
    ['stages', '[a]', '7:9 wrong-type "stages" is a list; expected a map.'],
    ['stages', '{a: }', '7:13 wrong-type "a" is empty; expected a map.'],
  ] as const)('refuses %s: %s', (part, text, problem) => {
    expect(diagnose(experimentText({ [part]: text }))).toEqual([problem])
  })

  it.each([
    [
      'resources: {max_runtime: 2 hours}',
      '8:26 bad-value "max_runtime" is "2 hours"; expected a length of time such as "90s", "30m", "2h" or "1d".',
    ],
    ['resources: {max_parallel: 0}', '8:27 bad-value "max_parallel" is 0; expected a whole number from 1.'],
    ['resources: {volume_gb: 1.5}', '8:24 wrong-type "volume_gb" is 1.5; expected a whole number.'],
    [
      'resources: {instance_type: m5.large}',
      '8:28 bad-value "instance_type" is "m5.large"; expected an instance type such as "ml.g4dn.xlarge".',
    ],
    [
      'aws: {role: me}',
      '8:13 bad-value "role" is "me"; expected the ARN of a role such as "arn:aws:iam::123456789012:role/assay".',
    ],
    ['aws: {region: Ireland}', '8:15 bad-value "region" is "Ireland"; expected a region such as "eu-west-1".'],
    [
      'aws: {bucket: "s3://b"}',
      '8:15 bad-value "bucket" is "s3://b"; expected the name of a bucket, without "s3://", such as "my-experiments".',
    ],
    ['aws: {vpc: {subnets: [a]}}', '8:7 missing-key The key "security_groups" is missing in "vpc".'],
    ['tags: [a]', '8:7 wrong-type "tags" is a list; expected a map.'],
    ['question: [a]', '8:11 wrong-type "question" is a list; expected text.'],
  ])('refuses %s', (more, problem) => {
    expect(diagnose(experimentText({}, more))).toEqual([problem])
  })

  it('says which alternatives a range has', () => {
    const space = (range: string): string[] =>
      diagnose(experimentText({ stages: `{a: {kind: tune, max_trials: 3, search_space: {units: ${range}}}}` }))
    expect(space('{min: 1, max: 9, scale: log}')).toEqual([])
    expect(space('{values: [1, 2, 3]}')).toEqual([])
    expect(space('{min: 0}')).toEqual([
      '7:63 wrong-type "units" has "min"; expected a map with "min" and "max", a map with "values" or a map with "narrow".',
    ])
    expect(space('{min: low, max: 9}')).toEqual(['7:69 wrong-type "min" is "low"; expected a number.'])
    expect(space('{min: 1, max: 9, sclae: log}')).toEqual([
      '7:80 unknown-key Unknown key "sclae" in "units". Known here are min, max, scale, type. Did you mean "scale"?',
    ])
    expect(space('{}')).toEqual([expect.stringMatching(/^7:63 wrong-type "units" is an empty map; expected/)])
    expect(space('3')).toEqual(['7:63 wrong-type "units" is 3; expected a map.'])
  })

  it('says what is missing', () => {
    expect(diagnose('x: 1').map((line) => line.replace(/^1:1 /, ''))).toEqual([
      'missing-key The key "version" is missing in the file.',
      'missing-key The key "name" is missing in the file.',
      'missing-key The key "objective" is missing in the file.',
      'missing-key The key "stages" is missing in the file.',
      'unknown-key Unknown key "x" in the file.',
    ])
  })
})
