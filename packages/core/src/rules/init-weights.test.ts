import { diagnose } from '../testing/diagnose.js'

const file = (from: string, search = ''): string => `version: 1
name: x
data: mnist
objective: {metric: val_accuracy, goal: maximize}
model: {architecture: mlp}
stages:
  s: {kind: tune, max_trials: 2, search_space: {epochs: {min: 1, max: 9}}${search}}
  a: {init_weights: {from: ${from}}}
`

describe('init_weights', () => {
  it.each<[string, string, string | undefined]>([
    ['s', '', undefined],
    ['s/best', ', confirm: 2', undefined],
    ['s/top-2/3', ', confirm: 2', undefined],
    ['s/best', '', '"s" trains no trial again; write "confirm: 1" in it, or take its best trial, "from: s".'],
    ['s/top-3', ', confirm: 2', '"s/top-3" is not trained again: "s" has "confirm: 2".'],
    ['s/cold', ', confirm: 2', '"s" has no cold control; it is written "warm_start: {control: cold}".'],
    [
      's/x',
      ', confirm: 2',
      '"s/x" is no result of a search; expected its best trial, "s", or one that it has trained again, such as "s/best".',
    ],
  ])('checks %s of a search%s', (from, search, message) => {
    expect(diagnose(file(from, search))).toEqual(message === undefined ? [] : [`8:${28} unknown-reference ${message}`])
  })

  it('refuses lists of no layers', () => {
    expect(diagnose(file('s, layers: [], freeze: []'))).toEqual([
      '8:39 bad-init-weights "layers" is empty; expected at least one glob over ids of layers. Without it, or with null where one is inherited, every layer is taken whose id, type and shapes match.',
      '8:51 bad-init-weights "freeze" is empty; expected at least one glob over ids of layers. Without it, or with null where one is inherited, every layer is trained.',
    ])
  })
})
