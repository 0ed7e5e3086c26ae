import { diagnose, experimentText } from '../testing/diagnose.js'

const objective = (text: string): string[] => diagnose(experimentText({ objective: text }))

describe('objective', () => {
  it.each([
    [
      '{metric: val_acuracy, goal: maximize}',
      '4:21 unknown-metric Unknown metric "val_acuracy". There are val_loss, val_accuracy, val_mae, val_rmse, val_r2, val_mase. Did you mean "val_accuracy"?',
    ],
    [
      '{metric: epoch, goal: maximize}',
      '4:21 unknown-metric Unknown metric "epoch". There are val_loss, val_accuracy, val_mae, val_rmse, val_r2, val_mase.',
    ],
    ['{metric: val_f1, goal: maximize}', '4:21 not-available The metric "val_f1" is not available yet.'],
    [
      '{metric: test_accuracy, goal: maximize}',
      '4:21 bad-objective "test_accuracy" is measured on the test rows, by which nothing may be chosen; expected "val_accuracy". The report has both.',
    ],
    [
      '{metric: loss, goal: minimize}',
      '4:21 bad-objective (warning) "loss" is measured on the training rows and rewards overfitting; "val_loss" does not.',
    ],
    [
      '{metric: val_loss, goal: maximize}',
      '4:37 bad-objective (warning) "goal" is maximize, although less of "val_loss" is better.',
    ],
    ['{metric: val_accuracy, goal: 0.99}', '4:41 bad-value "goal" is 0.99; expected maximize or minimize.'],
    ['{metric: val_accuracy, goal: max}', '4:41 bad-value "goal" is "max"; expected maximize or minimize.'],
    ['{metric: val_accuracy}', '4:1 missing-key The key "goal" is missing in "objective".'],
    [
      '{metric: val_accuracy, goal: maximize, min_effect: -1}',
      '4:63 bad-value "min_effect" is -1; expected at least 0.',
    ],
  ])('reports what is wrong with %s', (text, problem) => {
    expect(objective(text)).toEqual([problem])
  })

  it.each(['{metric: val_loss, goal: minimize}', '{metric: val_r2, goal: maximize, at: best, min_effect: 0.01}'])(
    'accepts %s',
    (text) => {
      expect(objective(text)).toEqual([])
    },
  )
})
