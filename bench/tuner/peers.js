// Runs the open tuners in Python environments of their own and keeps what they found in bench/tuner/peers, a line a
// search: the same seed of the same version finds the same again, so that an interrupted run goes on where it was, on
// any machine. A file that is removed is made anew.
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'

import { isSmoke } from '../smoke.js'
import { named, warmTasks } from './objectives.js'
import { starts } from './ours.js'

const results = new URL('../results/tuner/', import.meta.url)
const searches = new URL('peers/', import.meta.url)
const script = new URL('peers.py', import.meta.url).pathname

const environments = {
  optuna: ['optuna==5.0.0', 'scipy', 'torch'],
  'syne-tune': ['syne-tune[gpsearchers]==0.13.0'],
}

/** The peers, and the environment each runs in. */
export const peers = { 'optuna-tpe': 'optuna', 'optuna-gp': 'optuna', 'syne-tune-gp': 'syne-tune' }

/** The peers whose searches can be given those of others; without parents the box is searched as syne-tune-gp does. */
export const warmPeers = { ...peers, 'syne-tune-box': 'syne-tune' }

/**
 * Returns { objective: { seed: { values, true } } } of at least so many seeds, or undefined where the peer can be
 * neither installed nor run here. TUNER_PEERS=kept takes what is there already.
 */
export function peerRuns(peer, kind, seeds, trials) {
  const names = named(kind).map(({ name }) => name)
  return found(peer, kind, seeds, trials, names, ({ objective }) => objective)
}

/** The same for children: { objective: { start: { seed: { values } } } }. */
export function warmPeerRuns(peer, seeds, trials) {
  const keys = warmTasks().flatMap(({ child }) => starts.map((start) => `${child.name} ${start}`))
  const runs = found(peer, 'warm', seeds, trials, keys, ({ objective, start }) => `${objective} ${start}`)
  const byStart = (child) => Object.fromEntries(starts.map((start) => [start, runs[`${child.name} ${start}`]]))
  return runs && Object.fromEntries(warmTasks().map(({ child }) => [child.name, byStart(child)]))
}

function found(peer, kind, seeds, trials, keys, keyOf) {
  mkdirSync(results, { recursive: true })
  const file = new URL(`${peer}-${kind}.jsonl`, searches)
  const missing = () => keys.some((key) => Object.keys(read(file, keyOf)[key] ?? {}).length < seeds)
  if (process.env.TUNER_PEERS !== 'kept' && !isSmoke && missing()) run(peer, kind, seeds, trials, file)
  const runs = read(file, keyOf)
  return keys.every((key) => key in runs) ? runs : undefined
}

function read(file, keyOf) {
  const runs = {}
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    if (!line.endsWith('}')) continue // The last one may have been interrupted.
    const run = JSON.parse(line)
    ;(runs[keyOf(run)] ??= {})[run.seed] = run
  }
  return runs
}

function run(peer, kind, seeds, trials, file) {
  const python = environment(environments[warmPeers[peer]], warmPeers[peer])
  if (!python) return
  const env = { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }
  const args = [script, peer, kind, String(seeds), String(trials), file.pathname]
  const { status } = spawnSync(python, args, { stdio: ['ignore', 'ignore', 'inherit'], env })
  if (status !== 0) console.error(`${peer} ended with ${status}; what it had found is kept.`)
}

/** Returns the Python of an environment with these packages from PyPI, made once. */
function environment(packages, name) {
  const folder = new URL(`venv-${name}/`, results).pathname
  const python = `${folder}bin/python`
  if (existsSync(`${folder}.ready`)) return python
  const log = openSync(new URL(`venv-${name}.log`, results), 'w')
  const steps = [
    ['python3', ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '-q', ...packages]],
  ]
  const failed = steps.find(([program, args]) => spawnSync(program, args, { stdio: ['ignore', log, log] }).status !== 0)
  closeSync(log)
  if (failed) {
    console.error(
      `"${failed.flat().join(' ')}" failed, so ${name} is left out: see bench/results/tuner/venv-${name}.log`,
    )
    return undefined
  }
  writeFileSync(`${folder}.ready`, '')
  return python
}
