import { analyse } from './analyse.js'
import { failed, samplePlan, sampleRecords } from './testing/sample.js'
import { bySeed, smallPlan } from './testing/small-plan.js'

const plan = samplePlan()
const records = sampleRecords(plan)

describe('analyse', () => {
  it('ranks by the mean in the goal’s direction and gives equal means the same rank', () => {
    const variants = { a: bySeed([0.2, 0.4]), b: bySeed([0.5, 0.5]), c: bySeed([0.3, 0.3]), d: { 1: 'It broke.' } }
    const up = smallPlan({ s: { variants } })
    const ranks = analyse(up.plan, up.records).leaderboard.map(({ ref, rank }) => [ref, rank])
    expect(ranks).toEqual([
      ['b', 1],
      ['a', 2],
      ['c', 2],
      ['d', undefined],
    ])
    const down = smallPlan({ s: { variants } }, { goal: 'minimize' })
    expect(analyse(down.plan, down.records).leaderboard[0]?.ref).toBe('a')
  })

  it('ranks a model once, by the variant with most seeds, followed by its twin', () => {
    const { leaderboard } = analyse(plan, records)
    const at = leaderboard.findIndex(({ ref }) => ref === 'baseline')
    expect(leaderboard[at + 1]).toMatchObject({ ref: 'sizes/layers=1/nodes=64', rankedAs: 'baseline' })
    expect(leaderboard[at + 1]).not.toHaveProperty('rank')
    expect(leaderboard[at]).toMatchObject({ rank: 4, sameJobsAs: ['sizes/layers=1/nodes=64'] })
    const ranks = leaderboard.flatMap(({ rank }) => rank ?? [])
    expect(ranks).toEqual(ranks.map((_, index) => index + 1))
  })

  it('keeps every row if variants of one model share seeds in a chain', () => {
    const { plan: small, records: found } = smallPlan({
      s: { variants: { c: bySeed([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]) } },
    })
    const [stage] = small.stages
    const [variant] = stage?.variants ?? []
    if (!stage || !variant) throw new Error('The plan has no variant.')
    const part = (ref: string, from: number, to: number): typeof variant => ({
      ...variant,
      ref,
      runs: variant.runs.slice(from, to),
    })
    const variants = [part('a', 0, 2), part('b', 1, 4), part('c', 2, 6)]
    const rows = analyse({ ...small, stages: [{ ...stage, variants }] }, found).leaderboard
    expect(rows.map(({ ref, rank, rankedAs }) => [ref, rank, rankedAs])).toEqual([
      ['c', 1, undefined],
      ['b', undefined, 'c'],
      ['a', undefined, 'b'],
    ])
  })

  it('reads metric values as the decimals that the job printed', () => {
    const { plan: small, records: found } = smallPlan({ s: { variants: { a: bySeed([Math.fround(0.9075)]) } } })
    const { leaderboard, jobs } = analyse(small, found)
    expect(leaderboard[0]?.objective?.mean).toBe(0.9075)
    expect(jobs[0]?.metrics).toEqual({ objective: 0.9075, val_accuracy: 0.9075 })
  })

  it('lists failures and leaves them out of the mean', () => {
    const row = analyse(plan, records).leaderboard.find(({ ref }) => ref === 'changes/dropout')
    expect(row?.counts).toEqual({ completed: 4, failed: 1, stopped: 0, running: 0, pending: 0 })
    expect(row?.objective?.n).toBe(4)
    expect(row?.seeds[3]).toMatchObject({ seed: 4, status: 'failed', reason: expect.stringContaining('NaN') as string })
  })

  it('distinguishes running, stopped and missing jobs', () => {
    const { plan: small, records: found } = smallPlan({ s: { variants: { a: bySeed([1, 2, 3, 4]) } } })
    const [one, two, three] = found
    if (!one || !two || !three) throw new Error('The plan has no four jobs.')
    const now = [
      one,
      { ...two, status: 'InProgress' as const, metrics: {} },
      { ...three, status: 'Stopped' as const, secondaryStatus: 'Stopped', metrics: {} },
    ]
    expect(analyse(small, now).progress).toEqual({ completed: 1, failed: 0, stopped: 1, running: 1, pending: 1 })
  })

  it('counts a job without a finite objective as failed', () => {
    const { plan: small, records: found } = smallPlan({ s: { variants: { a: bySeed([Number.NaN]) } } })
    const [row] = analyse(small, found).leaderboard
    expect(row?.seeds[0]).toMatchObject({
      status: 'failed',
      reason: 'It completed without a finite value of "val_accuracy".',
    })
  })

  it('prefers the attempt that completed', () => {
    const { plan: small, records: found } = smallPlan({ s: { variants: { a: bySeed([0.5]) } } })
    const [record] = found
    if (!record) throw new Error('The plan has no job.')
    const attempts = [{ ...record, name: `${record.name}-a2` }, failed(record, 'It broke.')]
    const report = analyse(small, attempts)
    expect(report.leaderboard[0]?.objective?.mean).toBe(0.5)
    expect(report.retired).toEqual([])
  })

  it('lists jobs that the plan no longer needs and never ranks them', () => {
    const [baseline] = plan.stages
    const cut = { ...plan, stages: baseline ? [baseline] : [] }
    const report = analyse(cut, records)
    expect(report.leaderboard.map(({ ref }) => ref)).toEqual(['baseline'])
    expect(report.retired).toHaveLength(records.length - 5)
    expect(report.retired.find(({ variant }) => variant === 'changes/wider')).toMatchObject({ status: 'completed' })
  })

  it('repeats the figures in the answer', () => {
    const { answer, comparisons, leaderboard } = analyse(plan, records)
    const sigmoid = comparisons[0]?.rows.find(({ ref }) => ref === 'changes/sigmoid')
    expect(answer[0]).toContain(leaderboard[0]?.objective?.mean.toFixed(4))
    expect(answer).toContainEqual(
      `changes/sigmoid is worse than baseline by ${Math.abs(sigmoid?.improvement ?? 0).toFixed(4)}, by at least 0.003 ` +
        `on these test rows (adjusted 95 % interval ${(-(sigmoid?.interval?.high ?? 0)).toFixed(4)} to ` +
        `${(-(sigmoid?.interval?.low ?? 0)).toFixed(4)}; 5 seeds).`,
    )
    expect(answer.at(-1)).toBe('41 of 42 jobs completed (1 failed).')
  })

  it('reports held-out rows that were trained on, by the job with the greatest share', () => {
    const leaking = (rows: Readonly<Record<string, number>>) =>
      records.map((record) => {
        const { artefact } = record
        if (!artefact?.environment) return record
        const leakage = { validation: 0, test: rows[record.name] ?? rows['others'] ?? 0 }
        return { ...record, artefact: { ...artefact, environment: { ...artefact.environment, leakage } } }
      })
    expect(analyse(plan, leaking({})).leakage).toEqual([])
    const all = analyse(plan, leaking({ others: 40 }))
    expect(all.leakage).toEqual([{ part: 'test', rows: 40, of: 2000, jobs: 41, jobsCounted: 41 }])
    expect(all.answer).toContain(
      '40 of the 2000 test rows are training rows too: a model may know them by heart, and its figures on the test rows are too good then.',
    )
    const [first = '', second = ''] = records.map(({ name }) => name)
    expect(analyse(plan, leaking({ [first]: 1, [second]: 7 })).answer.join('\n')).toMatch(
      /^7 of the 2000 test rows are training rows too in 2 of 41 jobs, at worst: /m,
    )
  })

  it('adds up the confusion of the best variant’s seeds', () => {
    const { best, leaderboard } = analyse(plan, records)
    expect(best?.ref).toBe(leaderboard[0]?.ref)
    expect(best?.seeds).toEqual([1, 2, 3, 4, 5])
    expect(best?.test?.predictions).toBe(5 * 2000)
    expect(best?.test?.accuracy).toBeCloseTo(leaderboard[0]?.metrics['test_accuracy']?.mean ?? 0, 12)
    const [zero] = best?.test?.classes ?? []
    expect(zero).toMatchObject({ name: '0', support: 1000, recall: (best?.test?.confusion[0]?.[0] ?? 0) / 1000 })
  })

  it('averages learning curves over seeds, epoch by epoch', () => {
    const curve = analyse(plan, records).learningCurves.find(
      ({ ref, metric }) => ref === 'baseline' && metric === 'val_accuracy',
    )
    const histories = plan.stages[0]?.variants[0]?.runs.map(
      ({ jobName }) => records.find(({ name }) => name === jobName)?.artefact?.history,
    )
    const third = histories?.map((history) => history?.epochs[2]?.metrics['val_accuracy'] ?? 0) ?? []
    expect(curve?.points).toHaveLength(8)
    expect(curve?.points[2]?.value.mean).toBeCloseTo(third.reduce((sum, value) => sum + value, 0) / 5, 12)
    expect(curve?.selectedEpochs).toEqual([7, 7, 7, 7, 7])
  })

  it('counts a job that several variants share once', () => {
    const { jobs, time, environments } = analyse(plan, records)
    expect(jobs).toHaveLength(records.length)
    expect(jobs[0]?.variants).toEqual(['baseline', 'sizes/layers=1/nodes=64'])
    expect(time.trainingSeconds).toBe(records.reduce((sum, { trainingSeconds = 0 }) => sum + trainingSeconds, 0))
    expect(environments).toMatchObject([{ backend: 'wasm', jobs: records.length - 1 }])
  })

  it('quotes the command of each row for a shell, with overrides and target', () => {
    const { leaderboard } = analyse(plan, records, {
      file: 'my experiments/digits.yaml',
      target: 'aws',
      setOverrides: ['epochs=8', 'activation=a b'],
    })
    expect(leaderboard[0]?.reproduce).toBe(
      "assay run 'my experiments/digits.yaml' changes/wider --set epochs=8 --set 'activation=a b' --target aws",
    )
  })

  it('does not change its input', () => {
    const before = JSON.stringify([plan, records])
    analyse(plan, records)
    expect(JSON.stringify([plan, records])).toBe(before)
  })
})
