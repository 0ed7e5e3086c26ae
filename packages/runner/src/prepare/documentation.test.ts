/** Every experiment in the documentation is checked: good ones plan, those marked `error` do not. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { readSettings } from '../process/arguments.js'
import { InvalidExperiment } from '../base/invalid-experiment.js'
import { prepare } from './prepare.js'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]

/** Fenced YAML blocks that are whole experiments, with what stands behind `yaml` on the fence. */
const examples = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```yaml ?(.*)\n([^]*?)^```$/gm)]
    .filter(([, , text]) => text?.includes('version: 1'))
    .map(([, kind, text], index) => ({ name: `${page} #${index + 1}`, kind: kind ?? '', text: text ?? '' })),
)

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'assay-docs-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(examples)('$name', ({ kind, text }) => {
  const planning = () => {
    writeFileSync(join(folder, 'example.yaml'), text)
    return prepare(join(folder, 'example.yaml'), { settings: readSettings({ backend: 'wasm' }, {}, folder) })
  }

  it(kind === 'error' ? 'is refused' : 'plans', async () => {
    if (kind === 'error') await expect(planning()).rejects.toBeInstanceOf(InvalidExperiment)
    else expect((await planning()).plan.steps.length).toBeGreaterThan(0)
  })
})

it('finds examples', () => expect(examples.length).toBeGreaterThan(3))
