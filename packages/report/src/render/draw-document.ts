/** Draws the pictures that a document shows. */

import type { ReportDocument } from './base/blocks.js'
import type { Picture } from './base/picture.js'
import { plot } from './pictures/plot.js'

/** Returns the document's pictures in reading order, without those that have nothing to show. */
export async function drawDocument({ sections }: ReportDocument): Promise<Picture[]> {
  const blocks = sections.flatMap((section) => section.blocks)
  const pictures: Picture[] = []
  for (const { name, alt, content } of blocks.flatMap((block) => (block.kind === 'picture' ? [block.picture] : []))) {
    const found = content()
    const svg = found === undefined || typeof found === 'string' ? found : await plot(idPrefix(name), found)
    if (svg !== undefined) pictures.push({ name, alt, svg })
  }
  return pictures
}

function idPrefix(name: string): string {
  return name.replace(/^.*\/|\.svg$/g, '')
}
