// Answers a line {"kind", "objective", "seed", "params"} with the objective's value, so that peers in other languages
// are compared on these very objectives. A first line {"list": kind} is answered with their names and spaces.
import { createInterface } from 'node:readline'

import { instance, named } from './objectives.js'

const kept = new Map()

for await (const line of createInterface({ input: process.stdin })) {
  const { list, kind, objective, seed, params } = JSON.parse(line)
  if (list) {
    console.log(JSON.stringify(named(list).map(({ name, params: space }) => ({ name, space }))))
    continue
  }
  const key = `${kind} ${objective} ${seed}`
  if (!kept.has(key)) {
    kept.clear()
    kept.set(
      key,
      instance(
        kind,
        named(kind).find(({ name }) => name === objective),
        seed,
      ),
    )
  }
  const { value, observed = value } = kept.get(key)
  console.log(JSON.stringify({ value: observed(params), true: value(params) }))
}
