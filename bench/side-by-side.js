/**
 * Two trials side by side on two cores, beside the same two one after the other: how many times faster they are. The floor
 * is two processes of Node that compute without memory, in the same rounds: what the machine and whatever else runs on it
 * leave of two cores. They take turns, and the fastest of the rounds counts.
 *
 *   npm run bench side-by-side, or node bench/side-by-side.js [cnn|lenet …]
 */
import { availableParallelism } from 'node:os'

import { size } from './smoke.js'
import { printTable } from './table.js'
import { prepareJob, runJob, runOnOneThread } from './training/job.js'
import { models, namedModels } from './training/models.js'

const spin = `(() => { let a = 1; for (let i = 0; i < ${size(4e9, 4e6)}; i++) a = (Math.imul(a, 1664525) + 1013904223) | 0; if (!a) throw a })()`

/** Epochs for a trial of ten to twenty seconds, as short ones are in a search: what its start costs is in it. */
const epochs = size({ cnn: 3, lenet: 10 }, { cnn: 2, lenet: 2 })

const trial = (name, backend) => () => {
  const root = prepareJob(models[name], epochs[name])
  return () => runJob(root, models[name], backend)
}
const backends = ['wasm', ...(process.env.ASSAY_NATIVE ? ['tensorflow'] : [])]
const kinds = {
  'Node alone, the floor': () => () => runOnOneThread(process.execPath, ['-e', spin]),
  ...Object.fromEntries(
    namedModels(process.argv.slice(2)).flatMap((name) =>
      backends.map((backend) => [`${name}, ${backend}`, trial(name, backend)]),
    ),
  ),
}

async function seconds(work) {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

if (availableParallelism() < 2) console.log('There is one core only: side by side cannot be faster.')
if (backends.length < 2) console.log('ASSAY_NATIVE is not set: measured without the native backend.')

const rounds = size(2, 1)
const best = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, { after: Infinity, beside: Infinity }]))
for (let round = 0; round < rounds; round++) {
  for (const [kind, prepare] of Object.entries(kinds)) {
    const [first, second, third, fourth] = [prepare(), prepare(), prepare(), prepare()]
    const after = await seconds(async () => {
      await first()
      await second()
    })
    const beside = await seconds(() => Promise.all([third(), fourth()]))
    best[kind] = { after: Math.min(after, best[kind].after), beside: Math.min(beside, best[kind].beside) }
  }
}
printTable([
  ['two of', 's one after the other', 's side by side', 'times faster', 'goal'],
  ...Object.entries(best).map(([kind, { after, beside }]) => [
    ...[kind, after.toFixed(1), beside.toFixed(1), (after / beside).toFixed(2)],
    kind.includes('wasm') ? '>= 1.8' : '-',
  ]),
])
