/** The objective must be a metric that jobs print, on rows that neither train the model nor finally judge it. */

import { metricNames } from '../contract/metrics.js'
import { metricGoal } from '../metrics/task-metrics.js'
import type { Rule } from './written/rule.js'

const notResults = ['objective', 'epoch', 'images_per_second']
const part = /^(val|test)_/
const notAvailableYet = ['auc', 'f1', 'mape', 'perplexity', 'precision', 'recall', 'smape', 'top_5_accuracy']
const results: readonly string[] = metricNames.filter((name) => !notResults.includes(name))

/** Checks the objective's metric and goal. */
export const objective: Rule = ({ experiment, report }) => {
  const { objective: written } = experiment
  const { metric, goal } = written
  if (experiment.algorithm !== undefined || experiment.container !== undefined) return // These have their own metrics.
  if (notAvailableYet.includes(metric.replace(part, ''))) {
    return report('not-available', `The metric "${metric}" is not available yet.`, [written, 'metric'])
  }
  if (!results.includes(metric)) {
    const validation = results.filter((name) => name.startsWith('val_'))
    const unknown = [metric, validation] as const
    const message = `Unknown metric "${metric}". There are ${validation.join(', ')}.`
    return report('unknown-metric', message, [written, 'metric'], { unknown })
  }
  if (metric.startsWith('test_')) {
    const better = metric.replace('test_', 'val_')
    const message = `"${metric}" is measured on the test rows, by which nothing may be chosen; expected "${better}". The report has both.`
    return report('bad-objective', message, [written, 'metric'])
  }
  if (!metric.startsWith('val_')) {
    const message = `"${metric}" is measured on the training rows and rewards overfitting; "val_${metric}" does not.`
    report('bad-objective', message, [written, 'metric'], { severity: 'warning' })
  }
  const better = metricGoal(metric.replace(part, ''))
  if (goal !== better) {
    const message = `"goal" is ${goal}, although ${better === 'minimize' ? 'less' : 'more'} of "${metric}" is better.`
    report('bad-objective', message, [written, 'goal'], { severity: 'warning' })
  }
}
