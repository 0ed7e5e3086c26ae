/** A Markdown report that GitHub shows with its pictures, which lie beside it as files. */

import type { Report } from '../report/report.js'
import type { Block, Cell, Section, Table } from './base/blocks.js'
import type { Picture } from './base/picture.js'
import { reportDocument } from './document.js'
import { controls, escapeHtml } from './base/escape-html.js'
import { drawDocument } from './draw-document.js'

/** The text, and the files it refers to. */
export interface MarkdownReport {
  readonly markdown: string
  readonly pictures: readonly Picture[]
}

/** Returns the report, and the pictures that belong beside it; they are drawn unless given. */
export async function renderMarkdown(report: Report, drawn?: readonly Picture[]): Promise<MarkdownReport> {
  const document = reportDocument(report)
  const { title, question, answer, tiles, sections } = document
  const pictures = drawn ?? (await drawDocument(document))
  const files = new Map(pictures.map((picture) => [picture.name, picture]))
  const parts = [
    `# ${escapeMarkdown(title)}`,
    ...(question === undefined ? [] : [`*${escapeMarkdown(question)}*`]),
    ...answer.map(escapeMarkdown).map((sentence, index) => (index === 0 ? `**${sentence}**` : `- ${sentence}`)),
    tileTable(tiles),
    ...sections.flatMap((section) => sectionParts(section, files)),
  ]
  return { markdown: `${joinParts(parts)}\n`, pictures }
}

type Files = ReadonlyMap<string, Picture>

/** Puts an empty line between parts, except between list items. */
function joinParts(parts: readonly string[]): string {
  return parts
    .map((part, index) => {
      const before = parts[index - 1]
      if (before === undefined) return part
      const lastLine = before.slice(before.lastIndexOf('\n') + 1)
      return part.startsWith('- ') && lastLine.startsWith('- ') ? `\n${part}` : `\n\n${part}`
    })
    .join('')
}

function tileTable(
  tiles: readonly { readonly label: string; readonly value: string; readonly note?: string }[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(tiles.map(({ label }) => escapeMarkdown(label))),
    line(tiles.map(() => '---')),
    line(
      tiles.map(
        ({ value, note }) => `**${escapeMarkdown(value)}**${note === undefined ? '' : `<br>${escapeMarkdown(note)}`}`,
      ),
    ),
  ].join('\n')
}

function sectionParts({ title, folded = false, blocks }: Section, files: Files): string[] {
  const inside = blocks.flatMap((block) => blockParts(block, files))
  return folded
    ? [`<details><summary><b>${escapeHtml(oneLine(title))}</b></summary>`, ...inside, '</details>']
    : [`## ${escapeMarkdown(title)}`, ...inside]
}

function blockParts(block: Block, files: Files): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [escapeMarkdown(block.text)]
    case 'notes':
      return block.items.map((item) => `- ${escapeMarkdown(item)}`)
    case 'picture': {
      const picture = files.get(block.picture.name)
      return picture ? [`![${escapeMarkdown(picture.alt)}](${picture.name})`] : []
    }
    case 'table':
      return block.rows.length === 0 ? [] : [table(block)]
  }
}

function table({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(({ title }) => escapeMarkdown(title))),
    line(columns.map(({ numeric }) => (numeric ? '---:' : '---'))),
    ...rows.map(({ cells }) => line(cells.map(cellText))),
  ].join('\n')
}

function cellText({ text, code, tone }: Cell): string {
  const escaped = escapeMarkdown(text)
  // Not backticks: in a table, a pipe between them cannot be escaped.
  if (code) return `<code>${escaped}</code>`
  return tone === 'better' || tone === 'worse' ? `**${escaped}**` : escaped
}

/**
 * Returns text that Markdown shows unchanged, on one line. Backslashes escape Markdown's own signs; `<`, `&` and `@` become
 * entities, so that they make neither HTML nor a mention.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*{}[\]|~$]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])[_#]|_(?![A-Za-z0-9])/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/^(\d*)([-+.)])(?=\s)/, '$1\\$2')
    .replace(/:\/\//g, ':&#47;/')
    .replace(/\b(www)\./gi, '$1&#46;')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(controls, '').trim()
}
