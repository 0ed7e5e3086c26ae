/** Every experiment in the documentation is checked: good ones plan to their golden files, those marked `error` are rejected. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { readSettings } from '../process/arguments.js'
import { InvalidExperiment } from '../base/invalid-experiment.js'
import { prepare } from './prepare.js'
import { expectGolden } from '../testing/golden-plan.js'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]

const golden = join(root, 'experiments', 'golden', 'documentation')

/** Fenced YAML blocks that are whole experiments, with the word after `yaml` on the fence. */
const examples = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```yaml ?(.*)\n([^]*?)^```$/gm)]
    .filter(([, , text]) => text?.includes('version: 1'))
    .map(([, kind, text = ''], index) => ({
      name: `${page} #${index + 1}`,
      kind: kind ?? '',
      text,
      file: `${basename(page, '.md')}-${/^name: (.*)$/m.exec(text)?.[1]}.json`,
    })),
)

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'assay-docs-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(examples)('$name', ({ kind, text, file }) => {
  const planning = () => {
    writeFileSync(join(folder, 'example.yaml'), text)
    return prepare(join(folder, 'example.yaml'), { settings: readSettings({ backend: 'wasm' }, {}, folder) })
  }

  if (kind === 'error') {
    it('is rejected', () => expect(planning()).rejects.toBeInstanceOf(InvalidExperiment))
  } else {
    it('plans to its golden file', async () => {
      const { plan } = await planning()
      expect(plan.steps.length).toBeGreaterThan(0)
      expectGolden(plan, join(golden, file))
    })
  }
})

it('finds examples, each with its own golden file and no file left over', () => {
  const files = examples.filter(({ kind }) => kind !== 'error').map(({ file }) => file)
  expect(files.length).toBeGreaterThan(3)
  expect(readdirSync(golden).sort()).toEqual([...files].sort())
})
