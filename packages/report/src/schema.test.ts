import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { Ajv } from 'ajv'

import { analyse } from './analyse.js'
import { renderJson } from './render/json.js'
import { sampleSearches } from './testing/sample-search.js'
import { failed, samplePlan, sampleRecords } from './testing/sample.js'

const plan = samplePlan()
const records = sampleRecords(plan)
const tuned = sampleSearches()
const prices = { currency: 'USD', perInstanceHour: { 'ml.m5.large': 0.115 } }
const text = readFileSync(new URL('../../../schemas/report.schema.json', import.meta.url), 'utf8')

describe('The published schema', () => {
  it('matches the types', () => {
    const script = fileURLToPath(new URL('../scripts/generate-schema.mjs', import.meta.url))
    expect(execFileSync('node', [script, '--print'], { encoding: 'utf8' })).toBe(text)
  })

  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(text) as object)

  it.each([
    ['a whole report', analyse(plan, records, { file: 'x.yaml', commit: '0123abc', setOverrides: ['a=b'] })],
    ['a report of nothing', analyse({ ...plan, stages: [] }, [])],
    [
      'a report of failures',
      analyse(
        plan,
        records.map((record) => failed(record, 'It broke.')),
      ),
    ],
    ['a report before the first job', analyse(plan, [])],
    ['a report of searches', analyse(tuned.plan, tuned.records, { searches: tuned.searches, prices })],
    ['a report before the first trial', analyse(tuned.plan, [])],
  ])('accepts %s', (_case, report) => {
    validate(JSON.parse(renderJson(report)))
    expect(validate.errors ?? []).toEqual([])
  })

  it('rejects unknown and missing members', () => {
    const report = analyse(plan, records)
    expect(validate({ ...report, extra: 1 })).toBe(false)
    expect(validate({ ...report, leaderboard: undefined })).toBe(false)
  })
})
