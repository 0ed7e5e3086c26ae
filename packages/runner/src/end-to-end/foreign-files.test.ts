/** A search that starts from one of another file: both run by a real endpoint. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { cli, decisionsOf, type Ended, eventsOf } from '../testing/cli.js'
import { writeSearch } from '../testing/search.js'

const long = 240_000
const created = (ended: Ended): string[] =>
  eventsOf(ended).flatMap((event) => (event.type === 'tuning' && event.decision === 'created' ? [event.ref] : []))

describe('a search that starts from one of another file', () => {
  const assay = cli()
  /** `next/child.yaml` has the same data and model as `search.yaml`, and one stage. */
  const writeChild = (from: string): void => {
    const [head = ''] = assay.read('search.yaml').split('stages:')
    const stage = `{kind: tune, max_trials: 2, warm_start: {from: [${from}], narrow: 50%}}`
    const text = `${head.replace('searching', 'child').replace('./points', '../points')}stages:\n  coarse: ${stage}\n`
    assay.write('next/child.yaml', text)
  }
  const refused = async (from: string): Promise<string> => {
    writeChild(from)
    const { code, stderr } = await assay.run('plan', join('next', 'child.yaml'))
    expect(code).toBe(2)
    return stderr
  }

  beforeAll(() => {
    mkdirSync(join(assay.folder, 'next'))
    writeSearch(assay, { trials: 2, fine: '' })
  })

  it(
    'is refused before its parent has run, without starting anything',
    async () => {
      const stderr = await refused('../search.yaml:coarse')
      expect(stderr).toContain('next/child.yaml:12:59')
      expect(stderr).toContain(
        'The search "coarse" of "search.yaml" has not been run here. "assay run search.yaml coarse" runs it;',
      )
      expect(assay.endpointPid()).toBeUndefined()
    },
    long,
  )

  it(
    'runs after its parent, as its own search with that tuning job as parent',
    async () => {
      const parent = await assay.run('run', 'search.yaml', 'coarse', '--json')
      expect(created(parent)).toEqual(['coarse'])
      writeChild('../search.yaml:coarse')
      const child = await assay.run('run', join('next', 'child.yaml'), '--json')
      expect(child).toMatchObject({ code: 0, stderr: '' })
      expect(created(child)).toEqual(['coarse'])
      const report = JSON.parse(assay.read('.assay/reports/child/report.json')) as Record<string, unknown>
      expect(report).toMatchObject({
        searches: [{ ref: 'coarse', parents: [{ known: true }] }],
        warmStarts: [{ ref: 'coarse', parentRefs: ['../search.yaml:coarse'] }],
      })
      const again = await assay.run('run', join('next', 'child.yaml'), '--json')
      expect([again.code, created(again), decisionsOf(again)]).toEqual([0, [], []])
      expect((await assay.run('plan', join('next', 'child.yaml'), '--check')).code).toBe(0)
    },
    long,
  )

  it.each([
    ['none.yaml:coarse', 'unreadable-file  "next/none.yaml": There is no such file.'],
    ['child.yaml:coarse', 'reference-cycle  The searches of "next/child.yaml" would start from themselves.'],
    ['wrong.yaml:coarse', 'bad-reference  "next/wrong.yaml", from which a search starts, has mistakes.'],
  ])(
    'refuses %s',
    async (from, sentence) => {
      assay.write('next/wrong.yaml', 'version: 1\n')
      expect(await refused(from)).toContain(`next/child.yaml:12:59  ${sentence}`)
    },
    long,
  )

  it(
    'refuses a cycle of files at the reference that closes it',
    async () => {
      writeChild('../search.yaml:coarse')
      writeSearch(assay, {
        trials: 2,
        fine: '{kind: tune, max_trials: 1, warm_start: {from: ["next/child.yaml:coarse"]}}',
      })
      const { code, stderr } = await assay.run('plan', 'search.yaml')
      expect(code).toBe(2)
      expect(stderr).toMatch(
        /next\/child\.yaml:12:59 {2}reference-cycle {2}The searches of "search\.yaml" would start from themselves\./,
      )
    },
    long,
  )
})
