/** The best trial of a search may be of any of its training definitions. */

import { jobRecord } from '../../contract/job-record.js'
import type { JobRecord } from '../../contract/job-record.js'
import { planOf, planText, ran, searchStep } from '../../testing/plan.js'
import type { Plan } from '../../contract/planned.js'

const head = `version: 1
name: definitions
data: rows
objective: {metric: val_accuracy, goal: maximize}
model: {layers: [{id: hidden, dense: {units: $units}}, {id: head, dense: {units: $classes}}]}
hyperparameters: {epochs: 3, units: 16, learning_rate: 0.001}
stages:
  baseline: {seeds: 2}
`
const both = `  both:
    kind: tune
    of: baseline
    max_trials: 4
    confirm: 2
    search_space: {learning_rate: {min: 1e-4, max: 0.1, scale: log}}
    variants:
      plain: {search_space: {units: {min: 8, max: 64}}}
      deep:
        model: {layers: [{id: hidden, dense: {units: 7}}, {id: more, dense: {units: $more}}, {id: head, dense: {units: $classes}}]}
        search_space: {more: {min: 2, max: 9}}
`
const after = '  after: {of: both/best, variants: {same: {}, longer: {hyperparameters: {epochs: 5}}}}\n'

const step = searchStep(planOf(head + both), 'both')
const searches = [
  ran(step, [
    [{ learning_rate: 0.01, units: 20 }, 0.7, 'plain'],
    [{ learning_rate: 0.02, more: 5 }, 0.9, 'deep'],
    [{ learning_rate: 0.03, units: 30 }, 0.8, 'plain'],
    [{ learning_rate: 0.04, more: 3 }, 0.6, 'deep'],
  ]),
]

const stageOf = ({ stages }: Plan, name: string) => stages.find((stage) => stage.name === name)
const layersOf = (plan: Plan, ref: string): readonly string[] =>
  plan.stages
    .flatMap(({ variants }) => variants)
    .find((variant) => variant.ref === ref)
    ?.model?.layers.map(({ id, args }) => `${id} ${JSON.stringify(args['units'])}`) ?? []

/** The results of the confirming jobs of `both/top-1`, `both/top-2` …; undefined is a failure. */
function confirmed(plan: Plan, scores: readonly (number | undefined)[]): JobRecord[] {
  return scores.flatMap((Value, rank) =>
    (stageOf(plan, 'both')?.variants[rank]?.runs ?? []).map(({ jobName }) =>
      jobRecord({
        TrainingJobName: jobName,
        TrainingJobStatus: Value === undefined ? 'Failed' : 'Completed',
        ...(Value === undefined ? {} : { FinalMetricDataList: [{ MetricName: 'val_accuracy', Value }] }),
      }),
    ),
  )
}

describe('a search with several training definitions', () => {
  it('confirms its best trials with the recipe of the definition that each is of', () => {
    const plan = planOf(head + both, { searches })
    expect(stageOf(plan, 'both')?.variants).toMatchObject([
      { ref: 'both/top-1', repeats: { definition: 'deep', trial: searches[0]?.trials[1]?.jobName } },
      { ref: 'both/top-2', repeats: { definition: 'plain', trial: searches[0]?.trials[2]?.jobName } },
    ])
    expect(layersOf(plan, 'both/top-1')).toEqual(['hidden 7', 'more 5', 'head 3'])
    expect(layersOf(plan, 'both/top-2')).toEqual(['hidden 30', 'head 3'])
    expect(stageOf(plan, 'both')?.variants.map(({ hyperparameters }) => hyperparameters['learning_rate'])).toEqual([
      0.02, 0.03,
    ])
  })

  it('hands on the recipe of the best confirmed trial, of any definition, and keeps later changes of the file', () => {
    const confirming = planOf(head + both + after, { searches })
    expect(confirming.deferred.map(({ ref }) => ref)).toEqual(['after/same', 'after/longer'])
    const found = (scores: readonly (number | undefined)[]): Plan =>
      planOf(head + both + after, { searches, records: confirmed(confirming, scores) })

    const deep = found([0.9, 0.8])
    expect(stageOf(deep, 'after')?.of).toBe('both/top-1')
    expect(layersOf(deep, 'after/longer')).toEqual(['hidden 7', 'more 5', 'head 3'])
    expect(stageOf(deep, 'after')?.variants.map(({ changes }) => changes)).toEqual([[], ['epochs: 3 → 5']])
    expect(stageOf(deep, 'after')?.variants[0]).not.toHaveProperty('repeats')

    const plain = found([0.7, 0.8])
    expect(stageOf(plain, 'after')?.of).toBe('both/top-2')
    expect(layersOf(plain, 'after/longer')).toEqual(['hidden 30', 'head 3'])
    expect(stageOf(found([undefined, 0.8]), 'after')?.of).toBe('both/top-2')
  })

  it('checks what starts from it with every definition, before anything is started', () => {
    const edit = (layer: string): readonly string[] =>
      planText(`${head}${both}  after: {of: both/best, model: {edit: {${layer}: {use_bias: false}}}}\n`).problems
    expect(edit('hidden')).toEqual([])
    expect(edit('more')).toEqual([expect.stringMatching(/^20:\d+ bad-edit .*"more"/) as string])
  })

  it('hands its best on to a search, which is checked with every definition and starts from the one that it is', () => {
    const next = (space: string): string =>
      `${head}${both}  next: {kind: tune, of: both/best, max_trials: 2, confirm: 1, search_space: ${space}}\n  last: {of: next/best}\n`
    expect(planText(next('{more: {min: 2, max: 3}}')).problems).toEqual([])
    const text = next('{batch_size: {min: 8, max: 32}}')
    const before = planOf(text)
    expect(before.deferred.map(({ ref }) => ref)).toEqual(['both/top-1', 'both/top-2', 'next', 'next/top-1', 'last'])
    const records = confirmed(planOf(text, { searches }), [0.9, 0.8])
    const known = planOf(text, { searches, records })
    const { TrainingJobDefinition: job } = searchStep(known, 'next').input
    expect(job?.StaticHyperParameters).toMatchObject({ learning_rate: '0.02', more: '5' })

    const ended = [...searches, ran(searchStep(known, 'next'), [[{ batch_size: 12 }, 0.95]])]
    const last = planOf(text, { searches: ended, records })
    expect(layersOf(last, 'last')).toEqual(['hidden 7', 'more 5', 'head 3'])
    expect(stageOf(last, 'last')?.variants[0]?.hyperparameters).toMatchObject({
      learning_rate: 0.02,
      batch_size: 12,
    })
  })
})
