// `npm run bench [NAME…]`: prints tables of what is measured, each beside its floor or peer from the same run.
// Without names, all but those that take long: `npm run bench tuner` installs the open tuners and runs for an hour.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

const folder = new URL('.', import.meta.url)
const all = readdirSync(folder).filter((file) => file.endsWith('.js') && file !== 'main.js' && file !== 'table.js')
const long = ['tuner']
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !all.includes(`${name}.js`))
if (unknown.length > 0) {
  console.error(`Unknown benchmark "${unknown[0]}". There are ${all.map((file) => file.slice(0, -3)).join(', ')}.`)
  process.exit(2)
}
for (const file of all.sort()) {
  const name = file.slice(0, -3)
  if (wanted.length > 0 ? !wanted.includes(name) : long.includes(name)) continue
  console.log(`\n## ${name}\n`)
  const { status } = spawnSync(process.execPath, [new URL(file, folder).pathname], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
