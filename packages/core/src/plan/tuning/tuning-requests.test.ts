/** Requests of every kind of search: the golden file that boto3 judges (`judges/test_requests.py`). */

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { pricesFrom } from '../../contract/prices.js'
import { planOf, ran, searchStep } from '../../testing/plan.js'
import { stepName } from '../../contract/planned.js'

const path = fileURLToPath(new URL('../../../fixtures/tuning-requests.json', import.meta.url))

const head = `version: 1
name: all-kinds-of-search
data: {set: rows, fraction: $fraction}
objective: {metric: val_loss, goal: minimize, at: best}
model: {architecture: mlp}
hyperparameters: {epochs: 9, units: 16, fraction: 1}
aws: {vpc: {subnets: [subnet-1], security_groups: [sg-1]}, kms: key}
tags: {team: vision}
stages:
`
const space =
  '{units: {min: 8, max: 64, scale: log}, learning_rate: {min: 1e-4, max: 0.1, scale: log}, momentum: {min: 0, max: 0.99, scale: reverse_log}, label_smoothing: {min: 0, max: 0.3}, optimizer: {values: [rmsprop, sgd]}}'
const stages = `  half: {kind: tune, max_trials: 9, hyperparameters: {fraction: 0.5}, search_space: ${space}, resources: {spot: 4h, max_runtime: 2h}}
  random: {kind: tune, strategy: random, max_trials: 9, search_seed: 3, early_stopping: auto, stop_when: {target: 0.1, not_improving: 3, converged: true}, search_space: ${space}}
  band: {kind: tune, strategy: hyperband, max_trials: 9, search_space: ${space}}
  grid: {kind: tune, strategy: grid, search_space: {units: {values: [8, 16]}, optimizer: {values: [adam, sgd]}}}
  both: {kind: tune, max_trials: 9, variants: {small: {search_space: {units: {min: 1, max: 9}}}, large: {search_space: {units: {min: 9, max: 99}}}}}
  fine: {kind: tune, max_trials: 5, warm_start: {from: [half], narrow: 20%, control: cold}, search_space: {optimizer: {narrow: 0%}}}
  capped: {kind: tune, strategy: random, max_trials: 9, search_seed: 4, budget: {max_time: 12h}, search_space: ${space}}
  paid: {kind: tune, strategy: random, max_trials: 9, search_seed: 5, budget: {max_cost: 4 USD}, search_space: ${space}}
  whole: {kind: tune, max_trials: 5, warm_start: {from: [half]}, hyperparameters: {fraction: 1}}
`

describe('requests of searches', () => {
  it('are those of the golden file', () => {
    const prices = pricesFrom([{ type: 'ml.m5.xlarge', amount: 0.25, currency: 'USD', source: 'a test' }])
    const first = planOf(head + stages, { prices })
    const found = { units: 20, learning_rate: 0.01, momentum: 0.9, label_smoothing: 0.1, optimizer: 'sgd' }
    const searches = [ran(searchStep(first, 'half'), [[found, 0.3]])]
    const steps = [...first.steps, ...planOf(head + stages, { searches, prices }).steps]
    const distinct = [...new Map(steps.map((step) => [stepName(step), step])).values()]
    expect(distinct).toHaveLength(10)
    const text = `{"steps": [\n${distinct.map((step) => `  ${JSON.stringify(step)}`).join(',\n')}\n]}\n`
    if (process.env['UPDATE_GOLDEN']) writeFileSync(path, text)
    expect(text).toBe(readFileSync(path, 'utf8'))
  })
})
