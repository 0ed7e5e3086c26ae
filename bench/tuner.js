// The tuner's samplers beside the best open tuners: regret, parallel trials, warm start, latency, Hyperband.
// TUNER_SEEDS sets the seeds (default 50), TUNER_PEER_SEEDS those of peers that are not in bench/results yet.
import { bayesianSampler } from '../packages/emulator/dist/tuning/samplers/bayesian.js'
import { randomSampler } from '../packages/emulator/dist/tuning/samplers/random.js'
import { bracketOf, stopAtRung } from '../packages/emulator/dist/tuning/hyperband.js'
import { median, printTable } from './table.js'
import { curves, mulberry, objectives, shifted, warmTasks } from './tuner/objectives.js'
import { peers, peerValues } from './tuner/peers.js'
import { regrets, search } from './tuner/search.js'
import { mean, withInterval } from './tuner/statistics.js'

const seeds = Array.from({ length: Number(process.env.TUNER_SEEDS ?? 50) }, (_, seed) => seed)
const peerSeeds = Number(process.env.TUNER_PEER_SEEDS ?? 20)
const parts = process.env.TUNER_PARTS?.split(',') ?? ['regret', 'parallel', 'warm', 'latency', 'hyperband']
const after = [10, 20, 30]
const all = objectives()

/** Returns { objective: { seed: best-so-far regrets } } of one of our samplers. */
function ours(sampler, kind, parallel = 1) {
  const found = {}
  for (const objective of all) {
    found[objective.name] = {}
    for (const seed of seeds) {
      const at = kind === 'plain' ? objective : shifted(objective, seed)
      found[objective.name][seed] = regrets(at, search(sampler, at, { count: 30, seed, parallel }))
    }
  }
  return found
}

function theirs(peer, kind) {
  const found = peerValues(peer, kind, peerSeeds, 30)
  return (
    found &&
    Object.fromEntries(
      all.map((objective) => [
        objective.name,
        Object.fromEntries(
          Object.entries(found[objective.name] ?? {}).map(([seed, values]) => [
            seed,
            regrets(
              objective,
              values.map((value) => ({ value })),
            ),
          ]),
        ),
      ]),
    )
  )
}

/** Returns the mean over objectives for each seed that all objectives have. */
const bySeed = (found, trial) =>
  Object.fromEntries(
    Object.keys(Object.values(found)[0])
      .filter((seed) => Object.values(found).every((runs) => seed in runs))
      .map((seed) => [seed, mean(Object.values(found).map((runs) => runs[seed][trial - 1]))]),
  )

function regretTables(kind) {
  const mine = ours(bayesianSampler, kind)
  const table = { 'Assay bayesian': mine, 'Assay random': ours(randomSampler, kind) }
  for (const peer of Object.keys(peers)) {
    const found = theirs(peer, kind)
    if (found) table[peer] = found
  }
  console.log(`\nMean normalised regret over the six objectives, ${kind}: mean over seeds [95 % interval]\n`)
  printTable([
    [
      'sampler',
      'seeds',
      ...after.map((trial) => `after ${trial}`),
      ...after.map((trial) => `ours less theirs, ${trial}`),
    ],
    ...Object.entries(table).map(([name, found]) => {
      const means = after.map((trial) => bySeed(found, trial))
      const differences = after.map((trial, k) => {
        if (found === mine) return ''
        const own = bySeed(mine, trial)
        return withInterval(
          Object.keys(means[k])
            .filter((seed) => seed in own)
            .map((seed) => own[seed] - means[k][seed]),
        )
      })
      return [name, Object.keys(means[0]).length, ...means.map((m) => withInterval(Object.values(m))), ...differences]
    }),
  ])
  console.log(`\nNormalised regret by objective, ${kind}: mean (median) after ${after.join(' / ')}\n`)
  const cell = (runs, trial) => {
    const values = Object.values(runs).map((r) => r[trial - 1])
    return `${mean(values).toFixed(3)} (${median(values).toFixed(3)})`
  }
  printTable([
    ['objective', ...Object.keys(table)],
    ...all.map(({ name }) => [
      name,
      ...Object.values(table).map((found) => after.map((trial) => cell(found[name], trial)).join(' / ')),
    ]),
  ])
  return mine
}

function parallelTable(sequential) {
  const four = ours(bayesianSampler, 'plain', 4)
  console.log('\nFour trials in parallel beside one at a time\n')
  printTable([
    ['', ...after.map((trial) => `after ${trial}`)],
    ['one at a time', ...after.map((trial) => withInterval(Object.values(bySeed(sequential, trial))))],
    ['four in parallel', ...after.map((trial) => withInterval(Object.values(bySeed(four, trial))))],
    [
      'ratio of means',
      ...after.map((trial) =>
        (mean(Object.values(bySeed(four, trial))) / mean(Object.values(bySeed(sequential, trial)))).toFixed(2),
      ),
    ],
  ])
}

function warmTable() {
  console.log(
    '\nWarm start: two parents of 15 random trials each; mean (median) normalised regret of a child after 10\n',
  )
  const kinds = ['cold', 'related', 'unrelated', 'adversarial']
  const sums = Object.fromEntries(kinds.map((kind) => [kind, seeds.map(() => 0)]))
  const rows = warmTasks().map((task) => {
    const cells = kinds.map((kind) => {
      const values = seeds.map((seed) => {
        const parents = (task[kind] ?? []).map((parent, k) => ({
          type: 'TransferLearning',
          trials: search(randomSampler, parent, { count: 15, seed: 1000 + seed * 7 + k }),
        }))
        return regrets(task.child, search(bayesianSampler, task.child, { count: 10, seed, parents }))[9]
      })
      values.forEach((value, k) => (sums[kind][k] += value / 4))
      return `${mean(values).toFixed(4)} (${median(values).toFixed(4)})`
    })
    return [task.child.name, ...cells]
  })
  printTable([
    ['child', ...kinds],
    ...rows,
    ['mean', ...kinds.map((kind) => withInterval(sums[kind]))],
    ['less cold', '', ...kinds.slice(1).map((kind) => withInterval(sums[kind].map((v, k) => v - sums.cold[k])))],
  ])
}

function latencyTable() {
  console.log('\nTime of a suggestion in milliseconds\n')
  const rows = [50, 500].map((count) => [
    `${count} observations`,
    ...all.map((objective) => {
      const trials = search(randomSampler, objective, { count, seed: 1 })
      const times = []
      for (let seed = 0; seed < 5; seed++) {
        const start = performance.now()
        search((space, history, random) => bayesianSampler(space, { ...history, trials }, random), objective, {
          count: 1,
          seed,
        })
        times.push(performance.now() - start)
      }
      return median(times).toFixed(0)
    }),
  ])
  printTable([['median of 5', ...all.map(({ name }) => name)], ...rows])
}

function hyperbandTable() {
  const rows = curves()
  console.log('\nHyperband on 27-epoch curves: error in points, epochs as a share of training all to the end\n')
  const found = seeds.map((seed) => runHyperband(rows, seed, 4, 81))
  const gaps = found.map(({ stopped, full }) => 100 * (stopped - full))
  printTable([
    ['81 random configurations, four at once', 'mean [95 %]', 'worst'],
    ['error above the best of full training', withInterval(gaps, 2), Math.max(...gaps).toFixed(2)],
    [
      'share of epochs',
      withInterval(found.map(({ share }) => share)),
      Math.max(...found.map(({ share }) => share)).toFixed(3),
    ],
  ])
}

/** Trains so many at once, an epoch of each in turn, and asks after each epoch whether to stop. */
function runHyperband(rows, seed, parallel, count) {
  const settings = { minResource: 1, maxResource: 27 }
  const random = mulberry(seed)
  const pick = () => rows[Math.floor(random() * rows.length)]
  const chosen = Array.from({ length: count }, pick)
  const running = []
  const curvesSoFar = []
  let epochs = 0
  let best = Infinity
  for (let next = 0; next < count || running.length > 0;) {
    while (running.length < parallel && next < count) {
      const job = { full: chosen[next], curve: [], bracket: bracketOf(settings, next) }
      next++
      running.push(job)
      curvesSoFar.push(job.curve)
    }
    for (const job of [...running]) {
      job.curve.push(job.full[job.curve.length])
      epochs++
      const others = curvesSoFar.filter((curve) => curve !== job.curve)
      if (job.curve.length < 27 && !stopAtRung(settings, 'Minimize', job.curve, others, job.bracket)) continue
      running.splice(running.indexOf(job), 1)
      if (job.curve.length === 27) best = Math.min(best, job.curve[26])
    }
  }
  return { stopped: best, full: Math.min(...chosen.map((curve) => curve[26])), share: epochs / (27 * count) }
}

let sequential
if (parts.includes('regret')) {
  sequential = regretTables('plain')
  regretTables('shifted')
}
if (parts.includes('parallel')) parallelTable(sequential ?? ours(bayesianSampler, 'plain'))
if (parts.includes('warm')) warmTable()
if (parts.includes('latency')) latencyTable()
if (parts.includes('hyperband')) hyperbandTable()
