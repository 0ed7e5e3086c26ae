// Searches of our samplers, kept in bench/results by a hash of the built samplers: an interrupted run goes on where it
// was, and a changed sampler starts anew.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'

import { bayesianSampler } from '../../packages/emulator/dist/tuning/samplers/bayesian.js'
import { randomSampler } from '../../packages/emulator/dist/tuning/samplers/random.js'
import { isSmoke, size } from '../smoke.js'
import { instance, named, warmTasks } from './objectives.js'
import { regrets, search } from './search.js'

const samplers = { bayesian: bayesianSampler, random: randomSampler }
const built = new URL('../../packages/emulator/dist/tuning/', import.meta.url)
const results = new URL(isSmoke ? '../results/smoke/' : '../results/tuner/', import.meta.url)
const trials = size(30, 4)
const childTrials = size(10, 3)

/** What a suggestion is made of; what runs the tuning jobs is beside it. */
const parts = /^(samplers|gaussian-process|space)\/[\w-]+\.js$/

function fingerprint() {
  const hash = createHash('sha256')
  const files = readdirSync(built, { recursive: true }).filter((name) => parts.test(name))
  for (const name of files.sort()) hash.update(readFileSync(new URL(name, built)))
  return hash.digest('hex').slice(0, 10)
}

/** Returns a function that remembers numbers by key, over runs. */
function keeper(name) {
  mkdirSync(results, { recursive: true })
  const file = new URL(`assay-${name}-${fingerprint()}.jsonl`, results)
  const kept = new Map()
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    if (line.endsWith('}')) kept.set(JSON.parse(line).key, JSON.parse(line).found)
  }
  return (key, compute) => {
    if (!kept.has(key)) {
      kept.set(key, compute())
      appendFileSync(file, `${JSON.stringify({ key, found: kept.get(key) })}\n`)
    }
    return kept.get(key)
  }
}

/** Returns { objective: { seed: best-so-far regrets } } of one of our samplers. */
export function ours(sampler, kind, seeds, parallel = 1) {
  const keep = keeper(`${sampler}-${kind}-${parallel}`)
  const found = Object.fromEntries(named(kind).map(({ name }) => [name, {}]))
  for (const seed of seeds) {
    for (const objective of named(kind)) {
      found[objective.name][seed] = keep(`${objective.name} ${seed}`, () => {
        const at = instance(kind, objective, seed)
        return regrets(at, search(samplers[sampler], at, { count: trials, seed, parallel }))
      })
    }
  }
  return found
}

/** How a child is started: with no parents, or with two that are like it or not. */
export const starts = ['cold', 'related', 'unrelated', 'adversarial']

/** Returns the parents of a child: none, or two of 15 random trials each. */
export const parentsOf = (task, start, seed) =>
  (task[start] ?? []).map((parent, k) => ({
    type: 'TransferLearning',
    trials: search(randomSampler, parent, { count: 15, seed: 1000 + seed * 7 + k }),
  }))

/** Returns { child: { start: { seed: regret after 10 } } }. */
export function warm(seeds) {
  const keep = keeper('warm')
  const run = (task, start, seed) => {
    const parents = parentsOf(task, start, seed)
    return regrets(task.child, search(bayesianSampler, task.child, { count: childTrials, seed, parents })).at(-1)
  }
  const found = {}
  for (const seed of seeds) {
    for (const task of warmTasks()) {
      for (const start of starts) {
        const value = keep(`${task.child.name} ${start} ${seed}`, () => run(task, start, seed))
        ;((found[task.child.name] ??= {})[start] ??= {})[seed] = value
      }
    }
  }
  return found
}
