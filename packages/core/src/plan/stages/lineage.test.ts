import { jobRecord } from '../../contract/job-record.js'
import type { JobRecord } from '../../contract/job-record.js'
import { planOf, planText, ran, searchStep } from '../../testing/plan.js'
import { stepName } from '../../contract/planned.js'
import type { Plan } from '../../contract/planned.js'

const head = `version: 1
name: x
data: rows
objective: {metric: val_accuracy, goal: maximize, at: best}
model:
  layers:
    - {id: stem, dense: {units: 5}}
    - {id: hidden, dense: {units: $units}}
    - {id: head, dense: {units: $classes}}
hyperparameters: {epochs: 3, units: 16, learning_rate: 0.001}
stages:
`
const file = (stages: string): string => head + stages

const search = 'kind: tune, max_trials: 2, search_space: {units: {min: 8, max: 16}}'

const variant = ({ stages }: Plan, ref: string) =>
  stages.flatMap(({ variants }) => variants).find((one) => one.ref === ref)
const jobsOf = (plan: Plan, ref: string): string[] => (variant(plan, ref)?.runs ?? []).map(({ jobName }) => jobName)
/** From which job each job of a variant starts. */
const donorsOf = (plan: Plan, ref: string) =>
  jobsOf(plan, ref).map((job) => plan.steps.find((step) => stepName(step) === job)?.after)

/** Jobs that have completed with these scores, or failed without one. */
const ended = (jobs: readonly string[], scores: readonly (number | undefined)[]): JobRecord[] =>
  jobs.map((TrainingJobName, index) =>
    jobRecord({
      TrainingJobName,
      TrainingJobStatus: scores[index] === undefined ? 'Failed' : 'Completed',
      FinalMetricDataList: [{ MetricName: 'val_accuracy', Value: scores[index] ?? 0 }],
    }),
  )

describe('a donor with several seeds', () => {
  const text = file('  first: {seeds: 3}\n  heir: {seeds: [2, 5, 6], init_weights: {from: first}}\n')
  const before = planOf(text)
  const jobs = jobsOf(before, 'first')

  it('is waited for if one of the seeds has none of its own', () => {
    expect(before.deferred).toEqual([{ ref: 'heir', stage: 'heir', after: jobs, afterStages: ['first'], jobs: 3 }])
    const records = ended(jobs.slice(0, 2), [0.5, 0.9])
    expect(planOf(text, { records }).deferred[0]?.after).toEqual(jobs.slice(2))
  })

  it('hands on its same seed, else the best of those that have completed', () => {
    const records = ended(jobs, [0.7, 0.5, undefined])
    const plan = planOf(text, { records })
    expect(donorsOf(plan, 'heir')).toEqual([jobs[1], jobs[0], jobs[0]])
    expect(plan.deferred).toEqual([])
    const minimised = text.replace('maximize', 'minimize')
    const others = jobsOf(planOf(minimised), 'first')
    expect(donorsOf(planOf(minimised, { records: ended(others, [0.7, 0.5, 0.6]) }), 'heir')[1]).toBe(others[1])
  })

  it('has nothing to hand on if all have failed', () => {
    const { plan, problems } = planText(text, { records: ended(jobs, [undefined, undefined, undefined]) })
    expect(problems).toEqual([
      '13:49 no-donor (warning) "first" has no completed job, from whose weights others could start.',
    ])
    expect(plan && variant(plan, 'heir')).toBeUndefined()
  })
})

describe('a search that hands weights on', () => {
  const text = file(`  base: {seeds: 2}
  coarse: {${search}, of: base, confirm: 2}
  heirs:
    of: base
    variants:
      trial: {init_weights: {from: coarse, freeze: [hidden]}}
      top: {init_weights: {from: coarse/best, layers: [stem]}}
      second: {init_weights: {from: coarse/top-2}}
  late: {of: coarse/best, init_weights: {from: heirs/trial, layers: [stem]}}
`)
  const before = planOf(text)
  const searches = [
    ran(searchStep(before, 'coarse'), [
      [{ units: 9 }, 0.5],
      [{ units: 16 }, 0.8],
    ]),
  ]

  it('is waited for', () => {
    expect(before.deferred.map(({ ref, afterStages }) => [ref, ...afterStages])).toEqual([
      ['coarse/top-1', 'coarse'],
      ['coarse/top-2', 'coarse'],
      ['heirs/trial', 'coarse'],
      ['heirs/top', 'coarse'],
      ['heirs/second', 'coarse'],
      ['late', 'coarse'],
    ])
  })

  it('hands on its best trial, and those that it has trained again, seed by seed', () => {
    const after = planOf(text, { searches })
    const best = `${searches[0]?.name}-002-0badcafe`
    expect(donorsOf(after, 'heirs/trial')).toEqual([best, best])
    const trial = after.steps.find((step) => step.operation === 'CreateTrainingJob' && step.after === best)
    expect(trial?.input).toMatchObject({
      InputDataConfig: [
        { ChannelName: 'train' },
        {
          ChannelName: 'init_weights',
          DataSource: { S3DataSource: { S3Uri: `s3://bucket/assay/x/jobs/${best}/output/model.tar.gz` } },
        },
      ],
    })
    expect(donorsOf(after, 'heirs/second')).toEqual(jobsOf(after, 'coarse/top-2'))
    // Which is the best, those that were trained again decide.
    const confirming = [...jobsOf(after, 'coarse/top-1'), ...jobsOf(after, 'coarse/top-2')]
    expect(after.deferred.map(({ ref, after: jobs }) => [ref, jobs])).toEqual([
      ['heirs/top', confirming],
      ['late', confirming],
    ])
    const known = planOf(text, { searches, records: ended(confirming, [0.5, 0.6, 0.8, 0.7]) })
    expect(donorsOf(known, 'heirs/top')).toEqual(jobsOf(known, 'coarse/top-2'))
    expect(donorsOf(known, 'late')).toEqual(jobsOf(known, 'heirs/trial'))
    expect(variant(known, 'late')?.hyperparameters).toMatchObject({ units: 9 })
  })

  it('is compared layer by layer once its model is known', () => {
    const wrong = text
      .replace('freeze: [hidden]', 'layers: [hidden]')
      .replace('{from: coarse/top-2}', '{from: coarse/top-2, layers: [hidden]}')
    expect(planText(wrong, { searches }).problems).toEqual([
      '19:60 bad-init-weights The layer "hidden" has weights of the shapes [5, 16], [16] here and [5, 9], [9] in "coarse/top-2".',
    ])
  })
})

describe('a search whose trials start from weights', () => {
  const text = (from: string, more = ''): string =>
    file(`  first: {seeds: 2}
  coarse: {${search.replace('units: {min: 8, max: 16}', 'learning_rate: {min: 0.01, max: 0.1}')}, confirm: 1, init_weights: {from: ${from}${more}}}
`)

  it('reads them in a channel of every trial, and waits for the donor', () => {
    const plan = planOf(text('first/2', ', freeze: [hidden]'))
    const [, donor] = jobsOf(plan, 'first')
    const step = searchStep(plan, 'coarse')
    expect(step.after).toEqual([donor])
    expect(step.input.TrainingJobDefinition?.InputDataConfig?.[1]).toEqual({
      ChannelName: 'init_weights',
      DataSource: {
        S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://bucket/assay/x/jobs/${donor}/output/model.tar.gz` },
      },
    })
    expect(JSON.stringify(step.input.TrainingJobDefinition?.StaticHyperParameters)).toContain('freeze')
    // It is part of what the search is.
    const names = [text('first/1'), text('first/2'), text('first/2', ', freeze: [hidden]')].map((one) =>
      stepName(searchStep(planOf(one), 'coarse')),
    )
    expect(new Set(names).size).toBe(3)
  })

  it('waits for all seeds of a donor, for trials have a seed of their own, and starts from the best', () => {
    const before = planOf(text('first'))
    const jobs = jobsOf(before, 'first')
    expect(before.deferred[0]).toEqual({ ref: 'coarse', stage: 'coarse', after: jobs, afterStages: ['first'], jobs: 2 })
    const records = ended(jobs, [0.5, 0.6])
    const after = planOf(text('first'), { records })
    const step = searchStep(after, 'coarse')
    expect(step.after).toEqual([jobs[1]])
    const searches = [ran(step, [[{ learning_rate: 0.02 }, 0.7]])]
    const done = planOf(text('first'), { records, searches })
    expect(donorsOf(done, 'coarse/top-1')).toEqual([jobs[0]])
    expect(done.deferred).toEqual([])
  })

  it('is refused if the weights do not fit at some corner of its search space', () => {
    const stages = `  first: {}\n  coarse: {${search}, init_weights: {from: first, layers: [hidden]}}\n`
    expect(planText(file(stages)).problems).toEqual([
      '13:118 bad-init-weights The layer "hidden" has weights of the shapes [5, 8], [8] here and [5, 16], [16] in "first".',
    ])
  })
})

describe('weights that would start from themselves', () => {
  it.each<[string, string]>([
    [
      `  a: {init_weights: {from: s}}\n  s: {${search}, of: a}\n`,
      '12:28 reference-cycle The weights of "s" would start from themselves.',
    ],
    [
      `  s: {${search}, init_weights: {from: s}}\n`,
      '12:97 reference-cycle The weights of "s" would start from themselves.',
    ],
    [
      `  x: {init_weights: {from: y}}\n  y: {init_weights: {from: x}}\n`,
      '13:28 reference-cycle The weights of "y" would start from themselves.',
    ],
    [
      `  s: {${search}, confirm: 1, init_weights: {from: late}}\n  late: {of: s/best, init_weights: null}\n`,
      '12:109 reference-cycle The weights of "s" would start from themselves.',
    ],
  ])('are refused: %s', (stages, problem) => {
    expect(planText(file(stages)).problems).toContain(problem)
  })
})
