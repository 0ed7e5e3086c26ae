// Answers a line {"objective", "shift", "params"} with the objective's value, so that peers in other languages are
// compared on these very objectives. A first line {"list": true} is answered with their names and spaces.
import { createInterface } from 'node:readline'

import { objectives, shifted } from './objectives.js'

const all = Object.fromEntries(objectives().map((each) => [each.name, each]))
const kept = new Map()

for await (const line of createInterface({ input: process.stdin })) {
  const { list, objective, shift, params } = JSON.parse(line)
  if (list) {
    console.log(JSON.stringify(Object.values(all).map(({ name, params: space }) => ({ name, space }))))
    continue
  }
  const key = `${objective} ${shift}`
  if (!kept.has(key)) kept.set(key, shift === null ? all[objective] : shifted(all[objective], shift))
  console.log(JSON.stringify(kept.get(key).value(params)))
}
