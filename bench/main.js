// `npm run bench [NAME…]`: prints tables of what is measured, each beside its floor or peer from the same run.
// Without names, all but those that take long: `npm run bench tuner` installs the open tuners and runs for an hour.
// BENCH_SMOKE=1 runs all of them with the smallest sizes, to show that each part still runs to its end.
import { spawnSync } from 'node:child_process'

import { isSmoke } from './smoke.js'

const all = ['command-line', 'emulator', 'input', 'jobs', 'side-by-side', 'training', 'truth', 'tuner']
const long = ['tuner']
/** Parameters of a smoke run, for benchmarks whose sizes are parameters. */
const smoke = { emulator: ['--jobs', '50', '--creates', '20'] }

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !all.includes(name))
if (unknown !== undefined) {
  console.error(`Unknown benchmark "${unknown}". There are ${all.join(', ')}.`)
  process.exit(2)
}
const chosen = wanted.length > 0 ? wanted : all.filter((name) => isSmoke || !long.includes(name))
for (const name of chosen) {
  console.log(`\n## ${name}\n`)
  const program = new URL(`${name}.js`, import.meta.url).pathname
  const { status } = spawnSync(process.execPath, [program, ...((isSmoke && smoke[name]) || [])], { stdio: 'inherit' })
  if (status !== 0) {
    console.error(`The benchmark "${name}" failed.`)
    process.exitCode = 1
  }
}
