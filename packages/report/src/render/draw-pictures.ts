/** Draws the pictures that a report's document shows. */

import type { Report } from '../report/report.js'
import type { ReportDocument } from './base/blocks.js'
import type { Picture } from './base/picture.js'
import { reportDocument } from './document.js'
import { plot } from './pictures/plot.js'

/** Returns every picture that the report has figures for. HTML and Markdown show the same ones. */
export async function drawPictures(report: Report): Promise<Picture[]> {
  return drawDocument(reportDocument(report))
}

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
