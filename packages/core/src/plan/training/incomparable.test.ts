import { planText } from '../../testing/plan.js'

const experiment = (metric: string, stages: string, data = ''): ReturnType<typeof planText> =>
  planText(`version: 1
name: x
data: {set: rows${data}}
objective: {metric: ${metric}, goal: minimize}
model: {layers: [{id: head, dense: {units: $classes}}]}
hyperparameters: {epochs: 3}
stages: {baseline: {seeds: 5}, changes: {of: baseline, variants: {other: ${stages}}}}
`)

describe('a variant that cannot be compared with its `of`', () => {
  it('has another loss if val_loss is the objective', () => {
    const { plan, problems } = experiment('val_loss', '{hyperparameters: {loss: binary_crossentropy}}')
    expect(problems.join()).toContain('not-comparable (warning) "changes/other" will not be compared.')
    expect(plan?.stages[1]?.variants[0]?.incomparable).toContain('they have different units')
  })

  it.each([
    ['another loss, judged by accuracy', 'val_accuracy', '{hyperparameters: {loss: binary_crossentropy}}'],
    ['label smoothing, which val_loss ignores', 'val_loss', '{hyperparameters: {label_smoothing: 0.1}}'],
    ['the default loss by its name', 'val_loss', '{hyperparameters: {loss: categorical_crossentropy}}'],
    ['less data', 'val_loss', '{data: {fraction: 0.5}}'],
  ])('does not include %s', (_, metric, variant) => {
    const { plan, problems } = experiment(metric, variant)
    expect(problems).toEqual([])
    expect(plan?.stages[1]?.variants[0]).not.toHaveProperty('incomparable')
  })
})
