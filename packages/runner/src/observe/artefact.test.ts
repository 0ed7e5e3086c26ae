import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { readArtefact } from './artefact.js'
import { folderStorage } from '../sagemaker/storage/folder.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)

describe('readArtefact', () => {
  const root = temporaryFolder()

  /** Writes an archive of these files with tar itself, and reads it from a store that is a folder. */
  async function read(files: Readonly<Record<string, string | Buffer>>): ReturnType<typeof readArtefact> {
    const data = join(mkdtempSync(join(root, 'job-')), 'data')
    mkdirSync(join(data, 'mistakes'), { recursive: true })
    for (const [name, content] of Object.entries(files)) writeFileSync(join(data, name), content)
    const archive = join(root, 'output.tar.gz')
    execFileSync('tar', ['-czf', archive, '-C', data, '.'])
    const storage = folderStorage(join(root, 'store'))
    await storage.putFile('s3://bucket/output.tar.gz', archive)
    return readArtefact('s3://bucket/output.tar.gz', storage)
  }

  it('returns thumbnails as data URIs, by the path in evaluation.json', async () => {
    const found = await read({ 'history.json': '{"epochs": [], "selectedEpoch": 1}', 'mistakes/test-7.png': png })
    expect(found).toEqual({
      history: { epochs: [], selectedEpoch: 1 },
      images: { 'mistakes/test-7.png': `data:image/png;base64,${png.toString('base64')}` },
    })
  })

  it('leaves out large files, files that are no PNG, and files in other folders', async () => {
    const found = await read({
      'evaluation.json': '{}',
      'mistakes/test-1.png': Buffer.concat([png, Buffer.alloc(48 * 1024)]),
      'mistakes/test-2.png': '<svg onload="alert(1)"/>',
      'mistakes/other.png': png,
      'test-3.png': png,
    })
    expect(found).toEqual({ evaluation: {} })
  })

  it('takes at most 64 of a job', async () => {
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`mistakes/test-${index}.png`, png]))
    expect(Object.keys((await read(many))?.images ?? {})).toHaveLength(64)
  })
})
