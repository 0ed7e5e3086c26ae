/** A small experiment that searches: a trial of it takes about a second. */

import type { Cli } from './cli.js'
import { pointsTable } from './points.js'

/** Options of the experiment. */
export interface SearchOptions {
  readonly trials?: number
  readonly epochs?: number
  /** The least and the most units that are tried. */
  readonly units?: readonly [number, number]
  /** Beside the range of units. */
  readonly learningRate?: string
  readonly coarse?: string
  readonly fine?: string
  readonly more?: string
}

/** Writes the table and the experiment. */
export function writeSearch(cli: Cli, options: SearchOptions = {}): void {
  cli.write('points.csv', pointsTable())
  cli.write('search.yaml', experiment(options))
}

function experiment(options: SearchOptions): string {
  const { trials = 3, epochs = 1, units = [2, 16], learningRate = '{min: 0.001, max: 0.1, scale: log}' } = options
  const {
    coarse = '',
    fine = '{kind: tune, max_trials: 2, warm_start: {from: [coarse], narrow: 50%, control: cold}, confirm: 1}',
  } = options
  return `version: 1
name: searching
question: Does tuning help, and does a warm start?
data: {set: ./points.csv, target: z}
objective: {metric: val_loss, goal: minimize}
model:
  layers:
    - {id: hidden, dense: {units: $units, activation: relu}}
    - {id: head, dense: {units: 1}}
hyperparameters: {epochs: ${epochs}, batch_size: 32, units: 4, optimizer: sgd, learning_rate: 0.01}
stages:
  baseline: {seeds: 2}
  coarse:
    kind: tune
    of: baseline
    max_trials: ${trials}
    search_space:
      learning_rate: ${learningRate}
      units: {min: ${units[0]}, max: ${units[1]}}
${coarse}${fine === '' ? '' : `  fine: ${fine}\n`}${options.more ?? ''}`
}
