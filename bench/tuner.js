// The tuner's samplers beside the best open tuners: regret, parallel trials, warm start, latency, Hyperband.
// TUNER_SEEDS sets the seeds (default 50), TUNER_PEER_SEEDS those of the peers (default 50; TUNER_PEERS=kept: what is in
// bench/tuner/peers already), TUNER_PARTS and TUNER_KINDS what is measured. What was found is kept, so that an
// interrupted run goes on.
import { bayesianSampler } from '../packages/emulator/dist/tuning/samplers/bayesian.js'
import { randomSampler } from '../packages/emulator/dist/tuning/samplers/random.js'
import { bracketOf, stopAtRung } from '../packages/emulator/dist/tuning/hyperband.js'
import { size } from './smoke.js'
import { median, printTable } from './table.js'
import { curves, named, warmTasks } from './tuner/objectives.js'
import { ours, starts, warm } from './tuner/ours.js'
import { peers, peerRuns, warmPeerRuns, warmPeers } from './tuner/peers.js'
import { regrets, search } from './tuner/search.js'
import { mean, mulberry, ratio, withInterval } from './tuner/statistics.js'

const seeds = Array.from({ length: Number(process.env.TUNER_SEEDS ?? size(50, 2)) }, (_, seed) => seed)
const peerSeeds = Number(process.env.TUNER_PEER_SEEDS ?? 50)
const parts = process.env.TUNER_PARTS?.split(',') ?? ['regret', 'parallel', 'warm', 'latency', 'hyperband']
const kinds = process.env.TUNER_KINDS?.split(',') ?? ['plain', 'shifted', 'held-out']
const after = size([10, 20, 30], [2, 3, 4])

function theirs(peer, kind) {
  const found = peerRuns(peer, kind, peerSeeds, 30)
  const regretsOf = (objective, { values, true: real = values }) =>
    regrets(
      objective,
      values.map((value, i) => ({ value, real: real[i] })),
    )
  const ofAll = (objective) =>
    Object.entries(found[objective.name]).map(([seed, run]) => [seed, regretsOf(objective, run)])
  return found && Object.fromEntries(named(kind).map((each) => [each.name, Object.fromEntries(ofAll(each))]))
}

/** Returns { seed: mean } of some { seed: run }, for each seed that all of them have. */
function meanBySeed(all, valueOf = (run) => run) {
  const common = Object.keys(all[0]).filter((seed) => all.every((runs) => seed in runs))
  return Object.fromEntries(common.map((seed) => [seed, mean(all.map((runs) => valueOf(runs[seed])))]))
}

/** Returns the mean over objectives after a trial. */
const bySeed = (found, trial) => meanBySeed(Object.values(found), (regretsSoFar) => regretsSoFar[trial - 1])

/** Returns the pairs of two { seed: value }, by seeds that both have. */
const paired = (one, other) => Object.keys(one).flatMap((seed) => (seed in other ? [[one[seed], other[seed]]] : []))

/** Returns the paired differences of the first from the second. */
const less = (one, other) => paired(one, other).map(([a, b]) => a - b)

function regretTables(kind) {
  const mine = ours('bayesian', kind, seeds)
  const table = { 'Assay bayesian': mine, 'Assay random': ours('random', kind, seeds) }
  for (const peer of Object.keys(peers)) {
    const found = theirs(peer, kind)
    if (found) table[peer] = found
  }
  console.log(`\nMean normalised regret over six objectives, ${kind}: mean over seeds [95 % interval]\n`)
  const columns = (text) => after.map((trial) => `${text} ${trial}`)
  printTable([
    ['sampler', 'seeds', ...columns('after'), ...columns('ours less theirs,')],
    ...Object.entries(table).map(([name, found]) => [
      name,
      Object.keys(bySeed(found, 1)).length,
      ...after.map((trial) => withInterval(Object.values(bySeed(found, trial)))),
      ...after.map((trial) => (found === mine ? '' : withInterval(less(bySeed(mine, trial), bySeed(found, trial))))),
    ]),
  ])
  console.log(`\nNormalised regret by objective, ${kind}: mean (median) after ${after.join(' / ')}\n`)
  const cell = (runs, trial) => {
    const values = Object.values(runs).map((r) => r[trial - 1])
    return `${mean(values).toFixed(3)} (${median(values).toFixed(3)})`
  }
  printTable([
    ['objective', ...Object.keys(table)],
    ...named(kind).map(({ name }) => [
      name,
      ...Object.values(table).map((found) => after.map((trial) => cell(found[name], trial)).join(' / ')),
    ]),
  ])
}

function parallelTable(kind) {
  console.log(`\nFour trials in parallel beside one at a time, ${kind}, at an equal number of evaluations\n`)
  const both = { 'Assay bayesian': [1, 4].map((parallel) => ours('bayesian', kind, seeds, parallel)) }
  // The peers' are measured on the objectives as given.
  for (const peer of kind === 'plain' ? Object.keys(peers) : []) {
    const found = ['plain', 'parallel'].map((each) => theirs(peer, each))
    if (found.every((each) => each)) both[peer] = found
  }
  const pairs = ([one, four], trial) => paired(bySeed(four, trial), bySeed(one, trial))
  printTable([
    ['sampler', 'seeds', ...['four after', 'four by one, after'].flatMap((head) => after.map((n) => `${head} ${n}`))],
    ...Object.entries(both).map(([name, found]) => [
      name,
      pairs(found, 1).length,
      ...after.map((trial) => withInterval(Object.values(bySeed(found[1], trial)))),
      ...after.map((trial) => ratio(pairs(found, trial))),
    ]),
  ])
}

function warmTable() {
  console.log(
    '\nWarm start: two parents of 15 random trials each; mean (median) normalised regret of a child after 10\n',
  )
  const table = { 'Assay bayesian': warm(seeds) }
  for (const peer of Object.keys(warmPeers)) {
    const found = warmPeerRuns(peer, peerSeeds, 10)
    if (found) table[peer] = childRegrets(found)
  }
  const rows = Object.entries(table).flatMap(([name, found]) => warmRows(name, found))
  printTable([
    ['sampler', 'child', 'seeds', ...starts, ...starts.slice(1).map((start) => `${start} less cold`)],
    ...rows,
  ])
  console.log('\nOurs less theirs, paired by seed, mean over the children\n')
  const theirOwn = Object.entries(table).slice(1)
  printTable([
    ['', ...starts],
    ...theirOwn.map(([name, found]) => [
      name,
      ...starts.map((start) => withInterval(less(meanChild(table['Assay bayesian'], start), meanChild(found, start)))),
    ]),
  ])
}

/** Returns { child: { start: { seed: regret at the end } } } of peers' searches. */
function childRegrets(found) {
  const end = (child, { values }) =>
    regrets(
      child,
      values.map((value) => ({ value })),
    ).at(-1)
  const over = (entries, of) => Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, of(value)]))
  const children = warmTasks().map(({ child }) => child)
  return Object.fromEntries(
    children.map((child) => [child.name, over(found[child.name], (runs) => over(runs, (run) => end(child, run)))]),
  )
}

/** Returns a row for each child, and one for their mean. */
function warmRows(sampler, found) {
  const cell = (runs) => {
    const values = Object.values(runs)
    return `${mean(values).toFixed(4)} (${median(values).toFixed(4)})`
  }
  const row = (name, by) => [
    sampler,
    name,
    Object.keys(by.cold).length,
    ...starts.map((start) => cell(by[start])),
    ...starts.slice(1).map((start) => withInterval(less(by[start], by.cold))),
  ]
  const all = Object.fromEntries(starts.map((start) => [start, meanChild(found, start)]))
  return [...Object.entries(found).map(([name, by]) => row(name, by)), row('mean', all)]
}

/** Returns the mean over the children that start so. */
function meanChild(found, start) {
  return meanBySeed(Object.values(found).map((by) => by[start]))
}

function latencyTable() {
  console.log('\nTime of a suggestion in milliseconds: elapsed (processor)\n')
  const all = named('plain')
  const time = (objective, count) => {
    const trials = search(randomSampler, objective, { count, seed: 1 })
    const suggest = (space, history, random) => bayesianSampler(space, { ...history, trials }, random)
    const times = [0, 1, 2, 3, 4].map((seed) => {
      const [start, { user }] = [performance.now(), process.cpuUsage()]
      search(suggest, objective, { count: 1, seed })
      return [performance.now() - start, (process.cpuUsage().user - user) / 1000]
    })
    return [0, 1].map((k) => median(times.map((pair) => pair[k])).toFixed(0))
  }
  const rows = size([50, 500], [5, 10]).map((count) => [
    `${count} observations`,
    ...all.map((objective) => time(objective, count)).map(([elapsed, processor]) => `${elapsed} (${processor})`),
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

if (parts.includes('regret')) for (const kind of kinds) regretTables(kind)
if (parts.includes('parallel')) for (const kind of kinds) parallelTable(kind)
if (parts.includes('warm')) warmTable()
if (parts.includes('latency')) latencyTable()
if (parts.includes('hyperband')) hyperbandTable()
