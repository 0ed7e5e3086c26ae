/** One HTML page that needs nothing else: no network, no other file. */

import type { Report } from '../report/report.js'
import type { Block, Cell, Row, Section, Table, Tile } from './base/blocks.js'
import type { Picture } from './base/picture.js'
import { reportDocument } from './document.js'
import { escapeHtml } from './base/escape-html.js'
import { pageScript, pageScriptHash } from './page-script.js'
import { pageStyle } from './page-style.js'

/** Returns the page. `pictures` are those of `drawPictures` or `renderMarkdown`; without them the page has its tables alone. */
export function renderHtml(report: Report, pictures: readonly Picture[] = []): string {
  const { title, question, answer, tiles, sections } = reportDocument(report)
  const drawn = new Map(pictures.map((picture) => [picture.name, picture]))
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '${pageScriptHash}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}: report</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<p class="kicker">Experiment report</p>
<h1>${escapeHtml(title)}</h1>
${question === undefined ? '' : `<p class="question">${escapeHtml(question)}</p>`}
</header>
<main>
<section class="answer" aria-label="Answer">${answer.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('')}</section>
<dl class="tiles">${tiles.map(tile).join('')}</dl>
${sections.map((section) => sectionHtml(section, drawn)).join('\n')}
</main>
<footer>Made by assay. Experiment digest ${escapeHtml(report.experiment.digest.slice(0, 12))}.</footer>
<script>${pageScript}</script>
</body>
</html>
`
}

function tile({ label, value, note }: Tile): string {
  return `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}${note === undefined ? '' : `<small>${escapeHtml(note)}</small>`}</dd></div>`
}

function sectionHtml({ title, folded = false, blocks }: Section, drawn: ReadonlyMap<string, Picture>): string {
  const inside = blocks.map((block) => blockHtml(block, drawn)).join('\n')
  return folded
    ? `<section><details><summary><h2>${escapeHtml(title)}</h2></summary>\n${inside}\n</details></section>`
    : `<section>\n<h2>${escapeHtml(title)}</h2>\n${inside}\n</section>`
}

function blockHtml(block: Block, drawn: ReadonlyMap<string, Picture>): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p class="method">${escapeHtml(block.text)}</p>`
    case 'notes':
      return block.items.length === 0
        ? ''
        : `<ul class="notes">${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`
    case 'picture':
      return pictureHtml(drawn.get(block.picture.name))
    case 'table':
      return block.rows.length === 0 ? '' : tableHtml(block)
  }
}

function pictureHtml(picture: Picture | undefined): string {
  if (picture === undefined) return ''
  const svg = picture.svg.replace('<svg ', `<svg role="img" aria-label="${escapeHtml(picture.alt)}" `)
  return `<figure class="scroll">${svg}</figure>`
}

function tableHtml({ caption, columns, rows }: Table): string {
  const classOf = (index: number): string => (columns[index]?.numeric ? ' class="number"' : '')
  const head = columns.map(({ title }, index) => `<th scope="col"${classOf(index)}>${escapeHtml(title)}</th>`).join('')
  const body = rows
    .map((row) =>
      rowHtml(
        row,
        columns.map(({ numeric = false }) => numeric),
      ),
    )
    .join('\n')
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`
}

function rowHtml({ greyed = false, cells }: Row, numeric: readonly boolean[]): string {
  return `<tr${greyed ? ' class="greyed"' : ''}>${cells.map((cell, index) => cellHtml(cell, numeric[index] ?? false)).join('')}</tr>`
}

function cellHtml({ text, sort, code, isRef, tone }: Cell, numeric: boolean): string {
  const classes = [numeric && 'number', isRef && 'ref', tone].filter(Boolean).join(' ')
  const attributes = `${classes === '' ? '' : ` class="${classes}"`}${sort === undefined ? '' : ` data-sort="${sort}"`}`
  const escaped = escapeHtml(text)
  if (isRef) return `<td${attributes}>${escaped.replaceAll('/', '/<wbr>')}</td>`
  return `<td${attributes}>${code ? `<code>${escaped}</code>` : escaped}</td>`
}
