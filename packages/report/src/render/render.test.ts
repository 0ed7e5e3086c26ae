/** One set of tests for every renderer: contents, escaping, and the same bytes in every run. */

import { createHash } from 'node:crypto'

import type { JobRecord, Plan } from '@assay/core'

import { analyse } from '../analyse.js'
import type { Report } from '../report/report.js'
import { failed, samplePlan, sampleRecords } from '../testing/sample.js'
import { sampleSearches } from '../testing/sample-search.js'
import { searchPlan, smallArm, smallTuning } from '../testing/small-search.js'
import { bySeed, smallPlan } from '../testing/small-plan.js'
import { renderCsv } from './csv.js'
import { renderHtml } from './html.js'
import { renderJson } from './json.js'
import { escapeMarkdown, renderMarkdown } from './markdown.js'
import { pageScript, pageScriptHash } from './page-script.js'
import { drawPictures } from './draw-pictures.js'
import { renderTerminal } from './terminal.js'

const plan = samplePlan()
const records = sampleRecords(plan)
const context = { file: 'experiments/digits.yaml', commit: '0123abc', setOverrides: ['epochs=8'] }

type Render = (report: Report) => string | Promise<string>

const renderers: readonly (readonly [string, Render])[] = [
  ['HTML', async (report) => renderHtml(report, await drawPictures(report))],
  ['Markdown', async (report) => (await renderMarkdown(report)).markdown],
  ['JSON', renderJson],
  ['CSV', renderCsv],
  ['terminal', (report) => renderTerminal(report, { width: 120, color: false })],
  ['terminal in color', (report) => renderTerminal(report, { width: 60, color: true })],
]

/** Two variants with a metric to minimize, trained by an image that writes no artifact. */
const regression = smallPlan(
  {
    baseline: { variants: { baseline: bySeed([12.5, 13.25, 11, 12, 12.75]) } },
    sizes: {
      of: 'baseline',
      matrix: [{ name: 'depth', values: [1, 2, 3] }],
      variants: { 'sizes/depth=1': bySeed([11, 12, 10, 11, 11]), 'sizes/depth=2': { 1: 9.5, 2: 'Out of memory.' } },
      cells: { 'sizes/depth=1': { depth: 1 }, 'sizes/depth=2': { depth: 2 } },
    },
  },
  { goal: 'minimize', minEffect: 0.5 },
)

const underWay = { status: 'InProgress', secondaryStatus: 'Training', metrics: {} } as const

/** The plan cut down to one variant with one seed. */
function single(): Plan {
  const [stage] = plan.stages
  const [variant] = stage?.variants ?? []
  if (stage === undefined || variant === undefined) throw new Error('The sample has no stage.')
  return { ...plan, stages: [{ ...stage, variants: [{ ...variant, runs: variant.runs.slice(0, 1) }] }] }
}

/** The plan and records with every text of the user replaced by a hostile one. */
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
  const rendered = async (from: Plan, found: readonly JobRecord[]): Promise<string> =>
    render(analyse(from, found, context))

  let first: string
  beforeAll(async () => (first = await rendered(plan, records)))

  it('names every variant and the failure', () => {
    const text = first.replaceAll('\\', '')
    for (const { ref } of plan.stages.flatMap(({ variants }) => variants)) expect(text).toContain(ref)
    expect(text.replace(/\s+/g, ' ')).toContain('The loss is NaN at epoch 3')
  })

  it('renders the same bytes whatever the order of the records', async () => {
    expect(await rendered(plan, [...records].reverse())).toBe(first)
  })

  it.each([
    ['no stage', { ...plan, stages: [] }, []],
    ['no record', plan, []],
    ['one record', single(), records.slice(0, 1)],
    ['a minimized metric without artifacts', regression.plan, regression.records],
    ['a run under way', plan, records.map((record, index) => (index % 2 ? { ...record, ...underWay } : record))],
    ['results the plan no longer asks for', { ...plan, stages: plan.stages.slice(0, 1) }, records],
    ['all failed', plan, records.map((record) => failed(record, 'ENOSPC: no space left on device'))],
  ])('renders %s without NaN, undefined or Infinity', async (_case, from, found) => {
    const text = await rendered(from, found)
    expect(text.length).toBeGreaterThan(20)
    expect(text.replace(pageScript, '').replaceAll('The loss is NaN', '')).not.toMatch(
      /NaN|undefined|Infinity|\[object/,
    )
  })
})

const tuned = sampleSearches()
const prices = { currency: 'USD', perInstanceHour: { 'ml.m5.large': 0.115 } }

/** Searches at moments when there is little to show. */
const early: readonly (readonly [string, Report])[] = [
  [
    'a search that waits',
    analyse(searchPlan([{ name: 's', arms: [smallArm('s', [], { knownAfter: ['coarse'] })] }]), []),
  ],
  ...(
    [
      ['a first trial under way', [{ value: 'running' }]],
      ['one trial', [{ value: 0.5, x: 0.2 }]],
      ['one trial without a hyperparameter', [{ value: 0.5 }]],
      ['all trials failed', [{ value: 'failed' }, { value: 'failed' }]],
      ['all trials stopped early', [{ value: 0.5, early: true }]],
      [
        'equal trials',
        [
          { value: 0, x: 0.5 },
          { value: 0, x: 0.5 },
        ],
      ],
      [
        'a diverged trial',
        [
          { value: 1e30, x: 0.5 },
          { value: 0.2, x: 0.1 },
          { value: 0.3, x: 0.2 },
        ],
      ],
    ] as const
  ).map(([name, trials]) => {
    const { search, records: found } = smallTuning('s-1', { trials, goal: 'minimize' })
    const from = searchPlan([{ name: 's', arms: [smallArm('s', ['s-1'])] }], { goal: 'minimize' })
    return [name, analyse(from, found, { searches: [search] })] as const
  }),
]

describe.each(renderers)('The %s renderer of searches', (_name, render) => {
  it('describes each search and renders the same bytes again', async () => {
    const report = analyse(tuned.plan, tuned.records, { searches: tuned.searches, prices })
    const first = await render(report)
    const text = first.replaceAll('\\', '').replace(/\s+/g, ' ')
    for (const { ref } of report.searches) expect(text).toContain(ref)
    expect(text).toContain('AlgorithmError')
    const again = analyse(tuned.plan, [...tuned.records].reverse(), { searches: [...tuned.searches].reverse(), prices })
    expect(await render(again)).toBe(first)
  })

  it.each(early)(
    'renders %s without a figure that is none',
    async (_case, report) => {
      const text = await render(report)
      expect(text.length).toBeGreaterThan(20)
      expect(text.replace(pageScript, '')).not.toMatch(/NaN|undefined|Infinity|\[object/)
    },
    30_000,
  )
})

describe('Hostile searches', () => {
  const script = '<script>alert(1)</script>'
  const text = `${script}\u001b[31m|[x](javascript:1)=1`
  const { search, records: found } = smallTuning('s-1', {
    trials: [
      { value: 0.5, x: text },
      { value: 0.6, x: 'tame' },
    ],
    ranges: { x: { kind: 'categorical', values: [text, 'tame'] } },
  })
  const hostileRange = {
    x: { kind: 'categorical', values: [text, 'tame'] },
    [text]: { kind: 'continuous', min: 0, max: 1, scale: 'log' },
  } as const
  const arm = smallArm('s', ['s-1'], {
    parents: [text],
    parentRefs: [text],
    definitions: [{ ref: 's', hyperparameters: { [text]: text }, ranges: hostileRange, unknown: [text] }],
  })
  const report = analyse(searchPlan([{ name: 's', of: text, arms: [arm] }]), found, {
    searches: [
      { ...search, failureReason: text },
      { ...search, name: `old ${text}`, trials: [] },
    ],
    prices: { currency: text, perInstanceHour: { 'ml.m5.large': 1 } },
  })

  it('are text in HTML, in its pictures and in Markdown', async () => {
    const { markdown, pictures } = await renderMarkdown(report)
    const page = renderHtml(report, pictures)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    for (const one of [page, markdown, ...pictures.map(({ svg }) => svg)]) {
      expect(one).not.toContain(script)
      expect(one).not.toMatch(/[^\P{Cc}\t\n\r]/u)
    }
    expect(markdown).not.toMatch(/(?<!\\)\]\(javascript/)
  })

  it('move no cursor in a terminal', () => {
    expect(renderTerminal(report, { color: false })).not.toContain('\u001b')
  })
})

describe('Hostile text', () => {
  const script = '<script>alert(1)</script>'
  const { plan: from, records: found } = hostile(`${script}\u001b[31m|\`x\`](javascript:1)`)
  const report = analyse(from, found)

  it('is text in HTML, in its pictures and in Markdown', async () => {
    const { markdown, pictures } = await renderMarkdown(report)
    const page = renderHtml(report, pictures)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(markdown).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    for (const text of [page, markdown, ...pictures.map(({ svg }) => svg)]) {
      expect(text).not.toContain(script)
      expect(text).not.toMatch(/[^\P{Cc}\t\n\r]/u)
    }
    expect(markdown).not.toMatch(/(?<!\\)\]\(javascript/)
  })

  it('moves no cursor in a terminal', () => {
    expect(renderTerminal(report, { color: false })).not.toContain('\u001b')
    expect(renderTerminal(report, { color: true })).not.toContain('\u001b[31m')
  })

  it('survives a round trip through JSON', () => {
    expect(JSON.parse(renderJson(report))).toEqual(JSON.parse(JSON.stringify(report)))
    expect((JSON.parse(renderJson(report)) as Report).experiment.question).toContain(script)
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

  it('draws a single epoch as a point', async () => {
    const points = async (epochs: number): Promise<number> => {
      const cut = records.map((record) => {
        const history = record.artefact?.history
        if (!history) return record
        const shorter = { ...history, selectedEpoch: 1, epochs: history.epochs.slice(0, epochs) }
        return { ...record, artefact: { ...record.artefact, history: shorter } }
      })
      const pictures = await drawPictures(analyse(plan, cut))
      const { svg = '' } = pictures.find(({ name }) => name === 'pictures/learning-curves.svg') ?? {}
      return svg.match(/aria-roledescription="circle"/g)?.length ?? 0
    }
    expect(await points(2)).toBe(0)
    expect(await points(1)).toBeGreaterThanOrEqual(10)
  })

  it('names the instance type on AWS only', () => {
    const machine = (target: string) =>
      /Machine \(41 jobs\)<\/td><td>([^<]*)/.exec(renderHtml(analyse(plan, records, { target })))?.[1]
    expect(machine('aws')).toBe('ml.m5.large, Intel(R) Xeon(R) Platinum 8488C, linux x64')
    expect(machine('local')).toBe('Intel(R) Xeon(R) Platinum 8488C, linux x64')
  })

  it('shows embedded images only', async () => {
    const report = analyse(plan, records, context)
    const page = renderHtml(report, await drawPictures(report))
    const images = page.match(/<image [^>]*href="[^"]{0,22}/g) ?? []
    expect(images.length).toBe(1)
    expect(images.every((image) => image.endsWith('href="data:image/png;base64,'))).toBe(true)
    expect(page).toContain('img-src data:;')
  })

  it.each([
    ['changes', analyse(plan, records, context)],
    ['searches', analyse(tuned.plan, tuned.records, { searches: tuned.searches })],
  ])('uses every id once in a report of %s', async (_case, report) => {
    const ids = renderHtml(report, await drawPictures(report)).match(/\sid="[^"]*"/g) ?? []
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('renderMarkdown', () => {
  it('refers to exactly the pictures it returns', async () => {
    const report = analyse(plan, records, context)
    const { markdown, pictures } = await renderMarkdown(report)
    const named = [...markdown.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)].map(([, name]) => name)
    expect(named.sort()).toEqual(pictures.map(({ name }) => name).sort())
    expect(named).toEqual([
      'pictures/calibration.svg',
      'pictures/cells-sizes.svg',
      'pictures/confusion.svg',
      'pictures/differences-changes.svg',
      'pictures/differences-sizes.svg',
      'pictures/effects-sizes.svg',
      'pictures/leaderboard.svg',
      'pictures/learning-curves.svg',
      'pictures/mistakes.svg',
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

  it('writes one row per line, with as many cells as columns', async () => {
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
  it('writes one row per job, with as many fields as the head', () => {
    const rows = renderCsv(analyse(plan, records)).trimEnd().split('\r\n')
    expect(rows).toHaveLength(records.length + 1)
    expect(rows[0]).toMatch(/^experiment,job,in_plan,variants,seed,status,reason,objective,metric\.accuracy/)
  })

  it.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\tx', '\rx'])('prevents a spreadsheet from running %j', (text) => {
    const { plan: from, records: found } = hostile(text)
    const csv = renderCsv(analyse(from, found))
    expect(csv).toContain(`'${text}`)
    expect(csv).not.toContain(`,${text}`)
    expect(csv).not.toContain(`,"${text}`)
  })

  it('writes a trial’s search, its number and whether it was stopped early', () => {
    const csv = renderCsv(analyse(tuned.plan, tuned.records, { searches: tuned.searches }))
    const [head = '', ...rows] = csv.trimEnd().split('\r\n')
    expect(head).toMatch(/,model_uri,search,trial,stopped_early$/)
    expect(rows).toHaveLength(tuned.records.length)
    expect(rows.filter((row) => /,(coarse|fine|fine\/cold),\d+,(true|false)$/.test(row))).toHaveLength(48)
  })

  it('keeps negative numbers as numbers', () => {
    const [record] = records
    const negative = record && { ...record, metrics: { ...record.metrics, r2: -0.25 } }
    expect(renderCsv(analyse(plan, negative ? [negative] : []))).toContain(',-0.25,')
  })
})

describe('renderTerminal', () => {
  it.each([40, 60, 80, 120])('fits into %d columns', (width) => {
    const reports = [analyse(plan, records), analyse(tuned.plan, tuned.records, { searches: tuned.searches, prices })]
    const lines = reports.flatMap((report) => renderTerminal(report, { width }).split('\n'))
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
  })

  it('writes no escape codes unless asked to', () => {
    expect(renderTerminal(analyse(plan, records))).not.toContain('\u001b')
    expect(renderTerminal(analyse(plan, records), { color: true })).toContain('\u001b[1m')
  })
})
