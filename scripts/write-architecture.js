// Writes the tables of docs/architecture.md from rooms.js; with --check, fails if the page has others.
import { readFileSync, writeFileSync } from 'node:fs'

import prettier from 'prettier'

import { contents, mayImport, rooms } from '../rooms.js'

const page = new URL('../docs/architecture.md', import.meta.url).pathname
const [begin, end] = ['<!-- rooms -->', '<!-- /rooms -->']

const below = (names, all) => (names.length === 0 ? '' : names.length === all ? 'all above' : names.join(', '))

const packageTable = Object.entries(rooms).map(([name, folders]) => {
  const names = Object.keys(folders)
  const rows = names.map((room, index) => `| \`${room}/\` | ${contents[name][room]} | ${below(folders[room], index)} |`)
  const ours = mayImport[name].map((other) => `\`${other}\``).join(', ') || 'nothing of ours'
  return `### ${name}\n\nImports ${ours}.\n\n| room | what it holds | may import |\n| --- | --- | --- |\n${rows.join('\n')}\n`
})
for (const [name, folders] of Object.entries(rooms)) {
  const missing = Object.keys(folders).filter((room) => contents[name][room] === undefined)
  if (missing.length > 0) throw new Error(`rooms.js does not say what ${name} has in ${missing.join(', ')}.`)
}

const text = readFileSync(page, 'utf8')
const [head, tail] = [text.slice(0, text.indexOf(begin) + begin.length), text.slice(text.indexOf(end))]
const options = { ...(await prettier.resolveConfig(page)), parser: 'markdown' }
const written = await prettier.format(`${head}\n\n${packageTable.join('\n')}\n${tail}`, options)
if (process.argv[2] !== '--check') writeFileSync(page, written)
else if (written !== text) {
  console.error('docs/architecture.md does not show rooms.js: run "node scripts/write-architecture.js".')
  process.exit(1)
}
