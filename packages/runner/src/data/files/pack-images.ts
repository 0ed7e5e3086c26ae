/**
 * Images in folders of classes → packed files, decoded once: a job then reads a few files instead of many thousand, and
 * its first step comes at once. The container does it, for it has the decoder.
 */

import type { ChannelFile } from './channel-files.js'
import { startOnFiles } from './container-program.js'
import { isImage } from './file-kinds.js'
import { nobody, type Watcher } from './watcher.js'

/** Below this, decoding takes no time worth a second copy. */
const fewImages = 1000

/** Whether files are images, and many. */
export function isWorthPacking(files: readonly ChannelFile[]): boolean {
  const areImages = files.every(({ name }) => name.includes('/') && isImage(name))
  return areImages && files.length >= fewImages
}

/** Packs images into a new folder, channel by channel. @throws UserError for an image that cannot be read, naming it. */
export async function packImages(
  files: readonly ChannelFile[],
  folder: string,
  { signal, tell }: Watcher = nobody,
): Promise<void> {
  const onLine = (line: string): void => {
    const { packed, of } = JSON.parse(line) as { readonly packed: number; readonly of: number }
    tell({ what: 'Reading', done: packed, total: of, unit: 'images' })
  }
  await startOnFiles(files, 'pack', ['--out', folder], { signal, onLine })
}
