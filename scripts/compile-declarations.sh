#!/usr/bin/env bash
# Compiles programs against the installed packages of this folder, in strict mode and with the declarations checked too.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p declarations

# Every entry of every package, as its package.json lists them.
entries() { # entries NAME…
  node -e '
    for (const name of process.argv.slice(1)) {
      const { exports } = require(`./node_modules/@assay/${name}/package.json`)
      for (const [entry, { types }] of Object.entries(exports)) {
        if (types) console.log(`export * as ${`${name}${entry.slice(1)}`.replace(/\W/g, "_")} from "@assay/${name}${entry.slice(1)}"`)
      }
    }' "$@"
}

compile() { # compile FILE
  node "$root/node_modules/typescript/bin/tsc" --ignoreConfig --noEmit --strict --exactOptionalPropertyTypes --skipLibCheck false \
    --module nodenext --target es2023 --lib es2023 --types node --typeRoots "$root/node_modules/@types" "$1"
}

entries core emulator report runner > declarations/every-error.mts
entries model-zoo | grep -v '/build"' >> declarations/every-error.mts
cat > declarations/program.mts <<'TS'
import { InvalidExperiment, run, type RunEvent } from '@assay/runner'
import type { Report } from '@assay/report'
import { decodeTags, type Experiment, parse, type Plan } from '@assay/core'

const experiment: Experiment = {
  version: 1,
  name: 'digits',
  data: 'mnist',
  objective: { metric: 'val_accuracy', goal: 'maximize' },
  model: { layers: [{ id: 'head', dense: { units: '$classes', activation: 'softmax' } }] },
  stages: { baseline: { seeds: 2 } },
}
const seen: RunEvent[] = []
const report: Report = await run(experiment, { target: 'local', prices: { 'ml.m5.xlarge': 0.23 }, onEvent: (event) => seen.push(event) })
await run({ ...experiment, name: 'others' }, { signal: AbortSignal.timeout(1000), set: { epochs: 1 }, refs: ['baseline'] })
await run(JSON.parse('{}') as Record<string, unknown>).catch((error) => error instanceof InvalidExperiment)
const { diagnostics } = parse({ path: 'a.yaml', text: '' }, { read: () => ({ error: 'no file' }) })
export type Steps = Plan['steps']
export const rest = [report.progress.completed, diagnostics.length, decodeTags]
TS
compile declarations/every-error.mts
compile declarations/program.mts

# TensorFlow.js's own declarations have errors: of these entries only our own count.
entries container model-zoo > declarations/own-errors.mts
errors=$(compile declarations/own-errors.mts || true)
if grep -F 'node_modules/@assay/' <<<"$errors"; then exit 1; fi
echo 'The declarations compile.'
