#!/usr/bin/env node
// The program `assay`. Asking for the version loads nothing else.
import { readFileSync } from 'node:fs'

const [only] = process.argv.slice(2)
if (process.argv.length === 3 && (only === '--version' || only === '-V')) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`${version}\n`)
} else {
  await import('../dist/main.js')
}
