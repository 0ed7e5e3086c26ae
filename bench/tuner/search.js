// Runs a sampler on an objective, one trial at a time or several in parallel.
import { randomOf } from '../../packages/emulator/dist/tuning/space/random.js'
import { typed } from './objectives.js'

/** Returns the trials in order. With `parallel` above 1 a suggestion is made as soon as the oldest running trial ends. */
export function search(sampler, objective, { count, seed, parents = [], parallel = 1, times }) {
  const trials = []
  for (let i = 0; i < count; i++) {
    const history = { goal: 'Minimize', trials: [...trials], parents }
    const start = performance.now()
    const assignment = sampler(objective.space, history, randomOf(seed, i))
    times?.push(performance.now() - start)
    if (assignment === undefined) break
    trials.push({ assignment, status: 'InProgress' })
    const due = i - parallel + 1
    if (due >= 0) finish(trials, due, objective)
  }
  for (const due of trials.keys()) finish(trials, due, objective)
  return trials
}

function finish(trials, at, objective) {
  const { assignment } = trials[at]
  const params = typed(objective.params, assignment)
  const real = objective.value(params)
  trials[at] = { assignment, status: 'Completed', value: objective.observed?.(params) ?? real, real }
}

/**
 * Returns the regret of the best trial so far after each, in units of a random configuration's median regret. The best
 * is chosen by the values that were observed; `real` is without noise.
 */
export function regrets(objective, trials) {
  let best = { value: Infinity }
  return trials.map((trial) => {
    if (trial.value < best.value) best = trial
    return ((best.real ?? best.value) - objective.minimum) / objective.unit
  })
}
