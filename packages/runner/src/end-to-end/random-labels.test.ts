/** Labels that are coin flips: nothing can help, and a longer training overfits. `npm run soak` flips for 40 tables. */

import type { Report } from '@assay/report'

import { cli } from '../testing/cli.js'

const tables = process.env['SOAK'] ? 40 : 1
/** Of 40 independent comparisons at 5 %, more than 5 false ones happen in 1.4 % of all soaks. */
const mostFalse = process.env['SOAK'] ? 5 : 0

describe('a table of random labels', () => {
  const assay = cli()

  it('gets no verdict', async () => {
    let told = 0
    for (let seed = 1; seed <= tables; seed++) {
      assay.write('labels.csv', randomTable(seed))
      assay.write('labels.yaml', experiment(seed))
      expect((await assay.run('run', 'labels.yaml')).code).toBe(0)
      const report = JSON.parse(assay.read(`.assay/reports/labels-${seed}/report.json`)) as Report
      const found = report.comparisons[0]?.rows[0]
      expect(found?.judgedOn).toEqual({ part: 'test', rows: 100 })
      told += Number(/^(better|worse)/.test(found?.verdict ?? ''))
    }
    expect(told).toBeLessThanOrEqual(mostFalse)
  }, 1_800_000)
})

function experiment(seed: number): string {
  return `version: 1
name: labels-${seed}
data: {set: ./labels.csv, target: y, split: {validation: 100, test: 100}}
objective: {metric: val_accuracy, goal: maximize, at: best}
model:
  layers:
    - {id: hidden, dense: {units: 8, activation: relu}}
    - {id: head, dense: {units: $classes, activation: softmax}}
hyperparameters: {epochs: 2, learning_rate: 0.02}
stages:
  baseline: {seeds: 5}
  longer: {of: baseline, hyperparameters: {epochs: ${tables > 1 ? 40 : 10}}}
`
}

function randomTable(seed: number): string {
  let state = seed * 7919
  const uniform = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  const rows = Array.from({ length: 400 }, () =>
    [...Array.from({ length: 6 }, () => uniform().toFixed(3)), uniform() < 0.5 ? 'yes' : 'no'].join(','),
  )
  return ['a,b,c,d,e,f,y', ...rows, ''].join('\n')
}
