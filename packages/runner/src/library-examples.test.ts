/** Every JavaScript example of the library's documentation, executed: it prints exactly the text block that follows it. */

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { cli } from './testing/cli.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const pages = [
  'docs/library.md',
  'packages/core/README.md',
  'packages/report/README.md',
  'packages/runner/README.md',
].map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))

const examples = pages.flatMap(({ name, text }) =>
  [...text.matchAll(/^```js\n([^]*?)^```\n\n```text\n([^]*?)^```$/gm)].map(([, code = '', printed = ''], index) => ({
    name: `${name} #${index + 1}`,
    code,
    printed,
  })),
)

describe('the examples of the library', () => {
  const assay = cli()

  beforeAll(() => {
    mkdirSync(join(assay.folder, 'node_modules'))
    symlinkSync(join(root, 'node_modules', '@assay'), join(assay.folder, 'node_modules', '@assay'))
    const [, digits = ''] = /^```yaml\n([^]*?)^```$/m.exec(pages[0]?.text ?? '') ?? []
    writeFileSync(join(assay.folder, 'digits.yaml'), digits)
  })

  it('all print what the page says', () => {
    const blocks = pages.flatMap(({ text }) => [...text.matchAll(/^```js$/gm)])
    expect(blocks).toHaveLength(examples.length)
  })

  it.each(examples)(
    '$name',
    async ({ code, printed }) => {
      const file = join(assay.folder, 'example.mjs')
      writeFileSync(file, code)
      const env = {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        // The SDK's own warning about the version of Node.
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        ASSAY_BACKEND: 'wasm',
        ASSAY_CACHE: join(assay.folder, 'cache'),
      }
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { cwd: assay.folder, env })
      expect({ stdout, stderr }).toEqual({ stdout: printed, stderr: '' })
    },
    120_000,
  )
})
