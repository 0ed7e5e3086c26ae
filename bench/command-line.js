// How fast the command line answers: `assay --version` beside `node -e 0`; time and memory of `assay plan` of many variants.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { size } from './smoke.js'
import { measureNode, median, printTable, timeProgram } from './table.js'

const assay = new URL('../packages/runner/bin/assay.js', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
const root = new URL('..', import.meta.url).pathname
const node = (...args) => timeProgram(process.execPath, args, { cwd: root })
const repeat = (times, run) => median(Array.from({ length: size(times, 1) }, run))

const experiment = (variants) => `version: 1
name: many
data: {set: mnist, fraction: 0.1}
objective: {metric: val_accuracy, goal: maximize, at: best}
model:
  layers:
    - {id: blocks, repeat: {times: 2, layers: [
        {id: conv, conv2d: {filters: $filters, kernel_size: 3, padding: same, activation: relu}},
        {id: pool, max_pooling2d: {pool_size: 2}}]}}
    - {id: flat, flatten: {}}
    - {id: fc, dense: {units: $units, activation: relu}}
    - {id: drop, dropout: {rate: $dropout}}
    - {id: head, dense: {units: $classes, activation: softmax}}
hyperparameters: {epochs: 5, filters: 8, units: 32, dropout: 0.2}
stages:
  many:
    variants:
${Array.from({ length: variants }, (_, i) => `      v${i}: {hyperparameters: {units: ${16 + (i % 500)}, dropout: ${(i % 97) / 100}, learning_rate: ${1e-4 + i * 1e-7}}}`).join('\n')}
`

try {
  const floor = repeat(7, () => node('-e', '0'))
  const version = repeat(7, () => node(assay, '--version'))
  const rows = [['what', 'median ms', 'beside', 'ratio']]
  rows.push(['node -e 0', floor.toFixed(0), '', ''])
  rows.push(['assay --version', version.toFixed(0), 'node -e 0', (version / floor).toFixed(2)])
  const memory = [['what', 'median s', 'peak MB', 'beside', 'seconds', 'memory']]
  let thousand
  for (const variants of size([1, 1_000, 10_000], [1, 10, 100])) {
    const file = join(folder, `many-${variants}.yaml`)
    writeFileSync(file, experiment(variants))
    const runs = Array.from({ length: variants > 1000 ? 3 : 5 }, () =>
      measureNode([assay, 'plan', file], { cwd: root }),
    )
    const seconds = median(runs.map(({ milliseconds }) => milliseconds / 1000))
    const peak = median(runs.map(({ megabytes }) => megabytes))
    if (variants === 1000) thousand = { seconds, peak }
    const isMany = variants > 1000
    memory.push([
      `assay plan, ${variants.toLocaleString('en-US')} variants`,
      seconds.toFixed(2),
      peak.toFixed(0),
      isMany ? '1,000 variants' : '',
      isMany ? `${(seconds / thousand.seconds).toFixed(1)} times` : '',
      isMany ? `${(peak / thousand.peak).toFixed(1)} times` : '',
    ])
  }
  printTable(rows)
  console.log()
  printTable(memory)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
