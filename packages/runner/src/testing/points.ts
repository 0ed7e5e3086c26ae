/** A small experiment on a small table: a job of it takes about a second. */

import type { Cli } from './cli.js'

/** Options of the experiment. */
export interface PointsOptions {
  readonly seeds?: number
  readonly epochs?: number
  readonly stage?: string
  readonly units?: number
  readonly learningRate?: number
  readonly more?: string
}

/** Writes the table and the experiment. */
export function writePoints(cli: Cli, options: PointsOptions = {}): void {
  cli.write('points.csv', pointsTable())
  cli.write('points.yaml', experiment(options))
}

/** Returns a table for a regression: z is almost 2x - y. */
export function pointsTable(): string {
  const rows = Array.from({ length: 200 }, (_, row) => {
    const [x, y] = [Math.sin(row * 1.3), Math.cos(row * 0.7)]
    return [x, y, 2 * x - y + 0.05 * Math.sin(row * 9.1)].map((value) => value.toFixed(5)).join(',')
  })
  return ['x,y,z', ...rows, ''].join('\n')
}

function experiment(options: PointsOptions): string {
  const { seeds = 2, epochs = 2, stage = 'wide', units = 8, learningRate = 0.01, more = '' } = options
  return `version: 1
name: points
question: Does a wider layer fit better?
data: {set: ./points.csv, target: z}
objective: {metric: val_loss, goal: minimize}
model:
  layers:
    - {id: hidden, dense: {units: $units, activation: relu}}
    - {id: head, dense: {units: 1}}
hyperparameters: {epochs: ${epochs}, batch_size: 32, units: 4, optimizer: sgd, learning_rate: 0.01}
stages:
  baseline: {seeds: ${seeds}}
  ${stage}: {of: baseline, hyperparameters: {units: ${units}, learning_rate: ${learningRate}}}
${more}`
}
