/**
 * Compiles `assembly/` with AssemblyScript and writes the module as text, so that it needs no file beside the program:
 *   node packages/container/scripts/build-simd.js [--check]     with --check, 1 where it would be written otherwise
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import asc from 'assemblyscript/asc'

const options = ['--runtime', 'stub', '--importMemory', '--noExportMemory', '--enable', 'simd', '-O3', '--noAssert']
const here = dirname(fileURLToPath(import.meta.url))
const assembly = join(here, '../assembly')
const target = join(here, '../src/kernels/wasm/simd-module.generated.ts')

/** Returns the text of `src/kernels/wasm/simd-module.generated.ts`. */
async function compiledModule() {
  let bytes
  const { error, stderr } = await asc.main(['index.ts', ...options, '--use', 'abort=', '--outFile', 'module.wasm'], {
    readFile: (name) => read(join(assembly, name)),
    writeFile: (_name, contents) => (bytes = contents),
    listFiles: () => [],
  })
  if (error) throw new Error(`The SIMD kernels do not compile. ${stderr.toString()}`, { cause: error })
  return moduleText(Buffer.from(bytes).toString('base64'))
}

function moduleText(base64) {
  const lines = base64.match(/.{1,110}/g).map((line) => `  '${line}'`)
  return `/** Made of \`assembly/\` by \`scripts/build-simd.js\`; a test compares. WebAssembly, in base64. */\nexport const simdModule =\n${lines.join(' +\n')}\n`
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

const text = await compiledModule()
if (process.argv[2] === '--check') process.exit(text === readFileSync(target, 'utf8') ? 0 : 1)
writeFileSync(target, text)
