// Runs the open tuners in a Python environment of their own, once, and keeps what they found in bench/results.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

const results = new URL('../results/tuner/', import.meta.url)
const script = new URL('peers.py', import.meta.url).pathname

const environments = {
  optuna: ['optuna==5.0.0', 'scipy', 'torch'],
  'syne-tune': ['syne-tune[gpsearchers]==0.13.0'],
}

/** The peers, and the environment each runs in. */
export const peers = { 'optuna-tpe': 'optuna', 'optuna-gp': 'optuna', 'syne-tune-gp': 'syne-tune' }

/** Returns { objective: { seed: values } }, or undefined where the peer cannot be installed or run here. */
export function peerValues(peer, kind, seeds, trials) {
  mkdirSync(results, { recursive: true })
  const file = new URL(`${peer}-${kind}.jsonl`, results)
  if (!existsSync(file) && !run(peer, kind, seeds, trials, file)) return undefined
  // Syne Tune prints advice among its results.
  const lines = readFileSync(file, 'utf8').split('\n')
  const runs = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  if (runs.length === 0) return undefined
  const found = {}
  for (const { objective, seed, values } of runs) (found[objective] ??= {})[seed] = values
  return found
}

function run(peer, kind, seeds, trials, file) {
  const python = environment(environments[peers[peer]], peers[peer])
  if (!python) return false
  const env = { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }
  const args = [script, peer, kind, '0', String(seeds), String(trials)]
  const { status, stdout } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 1 << 28, env })
  if (status !== 0) return false
  // Whole or not at all: an interrupted run leaves no half of a result behind.
  const part = new URL(`${file.pathname}.part`, 'file:')
  writeFileSync(part, stdout)
  renameSync(part, file)
  return true
}

function environment(packages, name) {
  const folder = new URL(`venv-${name}/`, results).pathname
  const python = `${folder}bin/python`
  if (existsSync(`${folder}.ready`)) return python
  const steps = [
    ['python3', ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '-q', ...packages]],
  ]
  if (steps.some(([program, args]) => spawnSync(program, args, { stdio: 'ignore' }).status !== 0)) return undefined
  writeFileSync(`${folder}.ready`, '')
  return python
}
