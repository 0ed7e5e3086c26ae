/** One body for every renderer: what it shows, what it escapes, and that it does not change from run to run. */

import { createHash } from 'node:crypto'

import type { JobRecord, Plan } from '@assay/core'

import { analyse } from '../analyse.js'
import type { Report } from '../report.js'
import { failed, samplePlan, sampleRecords } from '../testing/sample.js'
import { renderCsv } from './csv.js'
import { renderHtml } from './html.js'
import { renderJson } from './json.js'
import { escapeMarkdown, renderMarkdown } from './markdown.js'
import { pageScript, pageScriptHash } from './page-script.js'
import { drawPictures, type Picture } from './pictures.js'
import { renderTerminal } from './terminal.js'

const plan = samplePlan()
const records = sampleRecords(plan)
const context = { file: 'experiments/digits.yaml', commit: '0123abc', setOverrides: ['epochs=8'] }

type Render = (report: Report, pictures: readonly Picture[]) => string | Promise<string>

const renderers: readonly (readonly [string, Render])[] = [
  ['HTML', renderHtml],
  ['Markdown', async (report, pictures) => (await renderMarkdown(report, pictures)).markdown],
  ['JSON', renderJson],
  ['CSV', renderCsv],
  ['terminal', (report) => renderTerminal(report, { width: 120, color: false })],
  ['terminal in colour', (report) => renderTerminal(report, { width: 60, color: true })],
]

/** The plan cut down to one variant with one seed. */
function single(): Plan {
  const [stage] = plan.stages
  const [variant] = stage?.variants ?? []
  if (stage === undefined || variant === undefined) throw new Error('The sample has no stage.')
  return { ...plan, stages: [{ ...stage, variants: [{ ...variant, runs: variant.runs.slice(0, 1) }] }] }
}

/** The plan and records with every text of the user's replaced by one that is out for trouble. */
function hostile(text: string): { plan: Plan; records: JobRecord[] } {
  const [stage] = plan.stages
  const [variant] = stage?.variants ?? []
  if (stage === undefined || variant === undefined) throw new Error('The sample has no stage.')
  const bad = {
    ...variant,
    ref: `baseline/kind=${text}`,
    cell: { kind: text },
    changes: [`kind: relu → ${text}`],
    hyperparameters: { kind: text },
  }
  const other = { ...variant, ref: 'other' }
  return {
    plan: {
      ...plan,
      experiment: { ...plan.experiment, question: text },
      stages: [
        { ...stage, name: 'other', variants: [other] },
        { ...stage, of: 'other', matrix: [{ name: 'kind', values: [text] }], variants: [bad] },
      ],
    },
    records: records.map((record, index) => (index < 2 ? failed(record, text) : record)),
  }
}

describe.each(renderers)('The %s renderer', (_name, render) => {
  const rendered = async (from: Plan, found: readonly JobRecord[]): Promise<string> => {
    const report = analyse(from, found, context)
    return render(report, await drawPictures(report))
  }

  it('names every variant and the failure', async () => {
    const text = (await rendered(plan, records)).replaceAll('\\', '')
    for (const { ref } of plan.stages.flatMap(({ variants }) => variants)) {
      expect(text.replaceAll('…', '')).toContain(ref.slice(0, 8))
    }
    expect(text.replace(/\s+/g, ' ')).toContain('The loss is NaN at epoch 3')
  })

  it('gives the same bytes again, whatever the order of the records', async () => {
    expect(await rendered(plan, [...records].reverse())).toBe(await rendered(plan, records))
  })

  it.each([
    ['no stage', { ...plan, stages: [] }, []],
    ['no record', plan, []],
    ['one record', single(), records.slice(0, 1)],
    ['all failed', plan, records.map((record) => failed(record, 'ENOSPC: no space left on device'))],
  ])('renders %s without a figure that is none', async (_case, from, found) => {
    const text = await rendered(from, found)
    expect(text.length).toBeGreaterThan(20)
    expect(text.replace(pageScript, '')).not.toMatch(/NaN|undefined|Infinity|\[object/)
  })

  it('shows hostile text as text', async () => {
    const { plan: from, records: found } = hostile('<script>alert(1)</script>\u001b[31m|`x`](javascript:1)')
    const text = await rendered(from, found)
    if (_name === 'HTML' || _name === 'Markdown') expect(text).not.toMatch(/<script>alert|<\/script>\S*\[31m/)
    if (_name.startsWith('terminal')) expect(text).not.toContain('\u001b[31m')
  })
})

describe('renderHtml', () => {
  it('allows its own script and no other, and asks the network for nothing', async () => {
    const report = analyse(plan, records, context)
    const page = renderHtml(report, await drawPictures(report))
    const hash = `sha256-${createHash('sha256').update(pageScript).digest('base64')}`
    expect(pageScriptHash).toBe(hash)
    expect(page).toContain(`script-src '${hash}'`)
    expect(page).not.toMatch(/<link|@import|src="|url\((?!#)/)
    expect(page.match(/https?:\/\/[^"\s<]+/g)?.filter((url) => !url.startsWith('http://www.w3.org/'))).toEqual([])
  })

  it('gives every id once', async () => {
    const report = analyse(plan, records, context)
    const ids = renderHtml(report, await drawPictures(report)).match(/\sid="[^"]*"/g) ?? []
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('renderMarkdown', () => {
  it('refers to exactly the pictures it hands over', async () => {
    const report = analyse(plan, records, context)
    const { markdown, pictures } = await renderMarkdown(report)
    const named = [...markdown.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)].map(([, name]) => name)
    expect(named.sort()).toEqual(pictures.map(({ name }) => name).sort())
    expect(named).toEqual([
      'pictures/cells-sizes.svg',
      'pictures/confusion.svg',
      'pictures/differences-changes.svg',
      'pictures/differences-sizes.svg',
      'pictures/effects-sizes.svg',
      'pictures/leaderboard.svg',
      'pictures/learning-curves.svg',
    ])
    for (const { svg } of pictures) expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/)
  })

  it.each([
    ['1. one', '1\\. one'],
    ['- one', '\\- one'],
    ['val_accuracy of #1', 'val_accuracy of \\#1'],
    ['_i_ **b** `c` [d](e) ~f~ a|b $g$', '\\_i\\_ \\*\\*b\\*\\* \\`c\\` \\[d\\](e) \\~f\\~ a\\|b \\$g\\$'],
    ['<b> & @me\nhttps://a.example www.a.example', '&lt;b&gt; &amp; &#64;me https:&#47;/a.example www&#46;a.example'],
  ])('escapes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped)
  })

  it('keeps one row a line and as many cells as columns', async () => {
    const { plan: from, records: found } = hostile('a|b\nc')
    const { markdown } = await renderMarkdown(analyse(from, found))
    const cells = (line: string): number => line.replaceAll('\\|', '').split('|').length
    const tables = markdown.split('\n\n').filter((block) => block.startsWith('|'))
    expect(tables.length).toBeGreaterThan(4)
    for (const lines of tables.map((block) => block.split('\n'))) {
      expect(new Set(lines.map(cells)).size).toBe(1)
    }
  })
})

describe('renderCsv', () => {
  it('gives one row a job, with as many fields as the head', () => {
    const rows = renderCsv(analyse(plan, records)).trimEnd().split('\r\n')
    expect(rows).toHaveLength(records.length + 1)
    expect(rows[0]).toMatch(/^experiment,job,in_plan,variants,seed,status,reason,objective,metric\.accuracy/)
  })

  it.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\tx', '\rx'])('keeps a spreadsheet from running %j', (text) => {
    const { plan: from, records: found } = hostile(text)
    const csv = renderCsv(analyse(from, found))
    expect(csv).toContain(`'${text}`)
    expect(csv).not.toContain(`,${text}`)
    expect(csv).not.toContain(`,"${text}`)
  })

  it('leaves negative numbers numbers', () => {
    const [record] = records
    const negative = record && { ...record, metrics: { ...record.metrics, r2: -0.25 } }
    expect(renderCsv(analyse(plan, negative ? [negative] : []))).toContain(',-0.25,')
  })
})

describe('renderTerminal', () => {
  it.each([40, 60, 80, 120])('fits into %d columns', (width) => {
    const lines = renderTerminal(analyse(plan, records), { width }).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
  })

  it('writes no escape codes unless asked to', () => {
    expect(renderTerminal(analyse(plan, records))).not.toContain('\u001b')
    expect(renderTerminal(analyse(plan, records), { color: true })).toContain('\u001b[1m')
  })
})
