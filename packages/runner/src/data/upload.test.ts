import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { RunEvent } from '../base/events.js'
import { folderStorage } from '../sagemaker/storage/folder.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { channelFiles } from './files/channel-files.js'
import type { Dataset } from './datasets.js'
import { upload } from './upload.js'

describe('upload', () => {
  const folder = temporaryFolder()
  const source = join(folder, 'source')
  const storage = folderStorage(join(folder, 's3'))
  const { signal } = new AbortController()

  const dataset = async (digest: string): Promise<Dataset> => ({
    key: digest,
    files: await channelFiles(source),
    summary: { digest } as Dataset['summary'],
  })

  async function events(datasets: readonly Dataset[]): Promise<RunEvent[]> {
    const all: RunEvent[] = []
    for await (const event of upload(datasets, storage, 'b', signal)) all.push(event)
    return all
  }

  beforeAll(() => {
    mkdirSync(join(source, 'train'), { recursive: true })
    for (const name of ['1.png', '2.png', '3.png', '4.png', '5.png']) writeFileSync(join(source, 'train', name), name)
  })

  it('uploads each file once, and a set of two variants once', async () => {
    const twice = [await dataset('d1'), await dataset('d1')]
    expect(await events(twice)).toEqual([{ type: 'upload', uri: 's3://b/assay/data/d1/', files: 5, bytes: 25 }])
    expect(await events(twice)).toEqual([])
    expect(await storage.list('s3://b/assay/data/d1/')).toHaveLength(6)
  })

  it('uploads everything again if the last upload did not finish', async () => {
    await storage.putText('s3://b/assay/data/d2/train/1.png', 'half')
    expect(await events([await dataset('d2')])).toHaveLength(1)
  })

  it('refuses a file that changed after its digest was taken', async () => {
    const before = await dataset('d3')
    utimesSync(join(source, 'train', '3.png'), 1, 1)
    await expect(events([before])).rejects.toThrow('was changed while it was being read')
    expect(await storage.exists('s3://b/assay/data/d3/manifest.json')).toBe(false)
  })
})
