// Answers a line {"kind", "objective", "seed", "params"} with the objective's value, so that peers in other languages
// are compared on these very objectives. A first line {"list": kind} is answered with their names, spaces and starts;
// {"parents": start, "objective", "seed"} with the trials of a child's parents.
import { createInterface } from 'node:readline'

import { instance, named, typed, warmTasks } from './objectives.js'
import { parentsOf, starts } from './ours.js'

const kept = new Map()

function answer({ list, parents, kind, objective, seed, params }) {
  if (list === 'warm') return warmTasks().map(({ child }) => ({ name: child.name, space: child.params, starts }))
  if (list) return named(list).map(({ name, params: space }) => ({ name, space, starts: [null] }))
  const task = () => warmTasks().find(({ child }) => child.name === objective)
  if (parents) {
    const given = (trial) => [typed(task().child.params, trial.assignment), trial.value]
    return parentsOf(task(), parents, seed).map(({ trials }) => trials.map(given))
  }
  const key = `${kind} ${objective} ${seed}`
  if (!kept.has(key)) {
    kept.clear()
    const made = kind === 'warm' ? task().child : named(kind).find(({ name }) => name === objective)
    kept.set(key, instance(kind, made, seed))
  }
  const { value, observed = value } = kept.get(key)
  return { value: observed(params), true: value(params) }
}

for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(answer(JSON.parse(line))))
