import { diagnose, experimentText } from '../testing/diagnose.js'

const data = (text: string | undefined): string[] => diagnose(experimentText({ data: text }))

describe('data', () => {
  it.each([
    'mnist',
    './rows.csv',
    '{set: mnist, fraction: 0.1, split: {validation: 15%, test: 100}}',
    '{channels: {train: ./x}}',
  ])('accepts %s', (text) => {
    expect(data(text)).toEqual([])
  })

  it.each([
    ['{set: a, channels: {train: b}}', '3:16 bad-data "channels" stands beside "set"; expected one of them.'],
    ['{set: a, features: []}', '3:26 bad-data "features" is empty; expected at least one column.'],
    ['{set: a, target: t, features: [b, t]}', '3:37 bad-data The target "t" is also a feature.'],
    [
      '{set: a, split: {validation: 60%, test: 40%}}',
      '3:16 bad-data Validation and test together take every row; none is left to train on.',
    ],
    ['{set: a, fraction: 0}', '3:26 bad-value "fraction" is 0; expected a number above 0 and at most 1.'],
    ['{set: a, fraction: 2}', '3:26 bad-value "fraction" is 2; expected a number above 0 and at most 1.'],
    [
      '{set: a, split: {validation: 15 %}}',
      '3:36 bad-value "validation" is "15 %"; expected a percentage such as "30%".',
    ],
    ['{set: a, split: {by: chance}}', '3:28 bad-value "by" is "chance"; expected random, stratified or time.'],
    [
      '{set: a, splt: {}}',
      '3:16 unknown-key Unknown key "splt" in "data". Known here are set, channels, target, features, window, horizon, fraction, split. Did you mean "split"?',
    ],
  ])('refuses %s', (text, problem) => {
    expect(data(text)).toEqual([problem])
  })
})
