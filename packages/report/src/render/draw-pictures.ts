/** Draws the pictures of a report. */

import type { Report } from '../report/report.js'
import type { Picture } from './base/picture.js'
import { reportDocument } from './document.js'
import { drawDocument } from './draw-document.js'

/** Returns every picture that the report has figures for. HTML and Markdown show the same ones. */
export async function drawPictures(report: Report): Promise<Picture[]> {
  return drawDocument(reportDocument(report))
}
