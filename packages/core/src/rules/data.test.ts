import { diagnose, experimentText } from '../testing/diagnose.js'

const data = (text: string | undefined): string[] => diagnose(experimentText({ data: text }))

describe('data', () => {
  it.each([
    'mnist',
    './rows.csv',
    '{set: mnist, fraction: 0.1, split: {validation: 15%, test: 100}}',
    '{channels: {train: ./x}}',
    '{channels: {train: {uri: ./x, format: text/csv, mode: fast_file, shard: true}, validation: s3://a/b/, test: c.csv}}',
    '{set: a.csv, target: t, window: 28, horizon: 7, season: 7, split: {by: time, validation: 365}}',
    '{set: a.csv, target: t, missing: median}',
    '{set: mnist, fraction: 12.5%}',
    '{channels: {train: a, test: b}, split: {validation: 50%, test: 100%}}',
  ])('accepts %s', (text) => {
    expect(data(text)).toEqual([])
  })

  it.each([
    ['{set: a, target: }', '3:24 wrong-type "target" is empty; there is nothing that it could take away here.'],
    ['{set: a, fraction: 0%}', '3:26 bad-value "fraction" is 0%; expected more than 0% and at most 100%.'],
    ['{set: a, fraction: 150%}', '3:26 bad-value "fraction" is 150%; expected more than 0% and at most 100%.'],
    ['{set: a, channels: {train: b}}', '3:16 bad-data "channels" stands beside "set"; expected one of them.'],
    [
      '{channels: {trian: a}}',
      '3:8 bad-data "channels" has no "train"; expected the data to train on.',
      '3:19 bad-data Unknown channel "trian". The trainer reads "train", "validation", "test". Did you mean "train"?',
    ],
    [
      '{channels: {train: {uri: a, mode: pipe}}}',
      '3:41 bad-data "mode" is pipe, which gives rows once and in their order; the trainer reads them in another order each epoch. Expected file, or fast_file, which fetches what is read.',
    ],
    [
      '{channels: {train: {uri: a, format: cvs}}}',
      '3:43 bad-data The trainer does not read the format "cvs". Known are csv, recordio-protobuf, tfrecord, image-folder, text-folder, idx, cifar10, text/csv, application/x-recordio-protobuf, application/x-tfrecord, application/x-image, text/plain.',
    ],
    [
      '{channels: {train: {uri: a, format: text/csv}, test: {uri: b, format: tfrecord}}}',
      '3:77 bad-data "test" is of the format tfrecord, and a channel before it of csv; expected one.',
    ],
    [
      '{window: 2, channels: {train: a, validation: b}}',
      '3:40 bad-data A series with a "window" is one table, whose last steps validate and test, as "split" says.',
    ],
    ['{set: a, features: []}', '3:26 bad-data "features" is empty; expected at least one column.'],
    [
      '{set: a, features: [b, c, b, b]}',
      '3:33 bad-data "features" names "b" twice.',
      '3:36 bad-data "features" names "b" twice.',
    ],
    ['{set: a, target: t, features: [b, t]}', '3:37 bad-data The target "t" is also a feature.'],
    [
      '{set: a, split: {validation: 60%, test: 40%}}',
      '3:16 bad-data Validation and test together take every row; none is left to train on.',
    ],
    [
      '{set: a, horizon: 7}',
      '3:16 bad-data "horizon" is of a series; it needs "window", the number of past steps a forecast reads.',
    ],
    [
      '{set: a, window: 7, split: {by: random}}',
      '3:39 bad-data A series is split "by" random, although its windows overlap: what is to be forecast would be in the training rows. Expected time.',
    ],
    [
      '{set: a, window: 7, missing: drop}',
      '3:36 bad-data "missing" is drop, which a series cannot have: its steps are equally far apart and follow each other. Fill the gaps in the file.',
    ],
    [
      '{set: a, missing: mode}',
      '3:25 bad-value "missing" is "mode"; expected refuse, drop, mean, median or most_frequent.',
    ],
    ['{set: a, window: 0}', '3:24 bad-value "window" is 0; expected a whole number from 1.'],
    ['{set: a, fraction: 0}', '3:26 bad-value "fraction" is 0; expected a number above 0 and at most 1.'],
    ['{set: a, fraction: 2}', '3:26 bad-value "fraction" is 2; expected a number above 0 and at most 1.'],
    [
      '{set: a, split: {validation: 15 %}}',
      '3:36 bad-value "validation" is "15 %"; expected a percentage such as "30%".',
    ],
    ['{set: a, split: {by: chance}}', '3:28 bad-value "by" is "chance"; expected random, stratified or time.'],
    [
      '{set: a, splt: {}}',
      '3:16 unknown-key Unknown key "splt" in "data". Known here are set, channels, target, features, window, horizon, season, missing, fraction, split. Did you mean "split"?',
    ],
  ])('refuses %s', (text, ...problems) => {
    expect(data(text)).toEqual(problems)
  })
})
