// Runs a sampler on an objective, one trial at a time or several in parallel.
import { randomOf } from '../../packages/emulator/dist/tuning/random.js'
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
  trials[at] = { assignment, status: 'Completed', value: objective.value(typed(objective.params, assignment)) }
}

/** Returns the best regret so far after each trial, in units of a random configuration's median regret. */
export function regrets(objective, trials) {
  let best = Infinity
  return trials.map(({ value }) => {
    best = Math.min(best, value)
    return (best - objective.minimum) / objective.unit
  })
}
