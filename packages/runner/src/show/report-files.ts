/** A report → files: written only when complete, and not at all when nothing has changed. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type Report, renderCsv, renderHtml, renderJson, renderMarkdown } from '@assay/report'

import { writeAtomically } from '../base/atomic-file.js'

/** Writes a report's HTML, Markdown, JSON and CSV into a folder and returns the paths of those. */
export async function writeReport(report: Report, folder: string): Promise<readonly string[]> {
  const { markdown, pictures } = await renderMarkdown(report)
  await write(join(folder, 'report.html'), renderHtml(report, pictures))
  for (const { name, svg } of pictures) await write(join(folder, name), svg)
  await write(join(folder, 'report.md'), markdown)
  await write(join(folder, 'report.json'), renderJson(report))
  await write(join(folder, 'jobs.csv'), renderCsv(report))
  return ['report.html', 'report.md', 'report.json', 'jobs.csv'].map((name) => join(folder, name))
}

/** A file that says the same already keeps its time. */
async function write(path: string, content: string): Promise<void> {
  const before = await readFile(path, 'utf8').catch(() => undefined)
  if (before !== content) await writeAtomically(path, content)
}
