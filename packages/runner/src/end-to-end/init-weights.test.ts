/** Weights handed on from job to job: by a stage, another file, and a job's name. */

import { type Plan, type Step, stepName } from '@assay/core'

import { cli, decisionsOf, eventsOf } from '../testing/cli.js'
import { freezeJobs } from '../testing/freeze.js'
import { pointsTable } from '../testing/points.js'

const long = 240_000

const head = (name: string): string => `version: 1
name: ${name}
objective: {metric: val_loss, goal: minimize, at: best}
data: {set: ./points.csv, target: z, split: {validation: 20%, test: 20%}}
model:
  layers:
    - {id: hidden, dense: {units: $units, activation: tanh}}
    - {id: head, dense: {units: 1}}
hyperparameters: {epochs: 3, units: 6, learning_rate: 0.05}
`

const first = `${head('first')}stages:
  tuned: {of: base, init_weights: {from: base, freeze: [hidden]}}
  frozen: {of: base, hyperparameters: {epochs: 1}, init_weights: {from: tuned/2, freeze: ['*']}}
  base: {seeds: 2}
`

describe('init_weights', () => {
  const assay = cli()
  beforeAll(() => {
    assay.write('points.csv', pointsTable())
    assay.write('first.yaml', first)
  })

  it(
    'creates a job after its donor has completed, in any order in the file',
    async () => {
      const run = await assay.run('run', 'first.yaml', 'frozen', '--json')
      expect(run).toMatchObject({ code: 0 })
      // What the picked ones start from is picked too.
      expect(decisionsOf(run)).toEqual(['created base/2', 'created frozen/1', 'created frozen/2', 'created tuned/2'])
      const order = eventsOf(run).flatMap((event) => {
        if (event.type === 'job') return [`created ${event.ref}/${event.seed}`]
        return event.type === 'state' && event.status === 'Completed' ? ['completed'] : []
      })
      expect(order.slice(0, 4)).toEqual(['created base/2', 'completed', 'created tuned/2', 'completed'])
      const rest = await assay.run('run', 'first.yaml', '--json')
      expect(decisionsOf(rest).filter((one) => one.startsWith('created'))).toEqual([
        'created base/1',
        'created tuned/1',
      ])
    },
    long,
  )

  it(
    'hands on weights: with everything frozen, the results are the same',
    async () => {
      const { stdout } = await assay.run('logs', 'first.yaml', 'frozen/1')
      expect(stdout).toContain('Took the weights of 2 layers: hidden, head.')
      expect(stdout).toContain('Not trained: hidden, head (25 parameters).')
      const value = (log: string): string | undefined => /val_loss=([^;]+);(?![^]*val_loss)/.exec(log)?.[1]
      const donor = await assay.run('logs', 'first.yaml', 'tuned/2')
      expect(value(donor.stdout)).toBeDefined()
      expect(value(stdout)).toBe(value(donor.stdout))
    },
    long,
  )

  it(
    'starts from a variant of another file, and from a job by its name',
    async () => {
      const plan = await assay.run('plan', 'first.yaml', '--json')
      const { stages } = JSON.parse(plan.stdout) as {
        stages: { name: string; variants: { runs: { jobName: string }[] }[] }[]
      }
      const name = stages.find((stage) => stage.name === 'base')?.variants[0]?.runs[0]?.jobName ?? ''
      assay.write(
        'second.yaml',
        `${head('second')}stages:
  file: {init_weights: {from: first.yaml:base/1, layers: [hidden], freeze: [hidden]}}
  named: {init_weights: {from: 'job:${name}', layers: [hidden], freeze: [hidden]}}
`,
      )
      const run = await assay.run('run', 'second.yaml', '--json')
      expect(run).toMatchObject({ code: 0 })
      // The same job, for it starts from the same one.
      expect(decisionsOf(run)).toEqual(['created file/1'])
      expect((await assay.run('logs', 'second.yaml', 'file')).stdout).toContain(
        'Took the weights of one layer: hidden.',
      )
    },
    long,
  )

  it(
    'refuses donors elsewhere that have not completed, in a plan and in a run, with a remedy',
    async () => {
      assay.write(
        'fourth.yaml',
        `${head('fourth')}stages: {late: {seeds: 2}, bad: {hyperparameters: {learning_rate: 1e30, optimizer: sgd}}}\n`,
      )
      const stages = `stages:
  a: {init_weights: {from: 'job:first-0123456789ab'}}
  b: {seeds: 2, init_weights: {from: fourth.yaml:late}}
  c: {init_weights: {from: fourth.yaml:bad}}
`
      assay.write('third.yaml', `${head('third')}${stages}`)
      const places = ['11:28', '12:38', '13:28'].map((place) => `third.yaml:${place}  bad-init-weights  `)
      expect((await assay.run('run', 'fourth.yaml', 'bad')).code).toBe(1)
      for (const command of ['plan', 'run']) {
        const { code, stderr } = await assay.run(command, 'third.yaml')
        expect(code).toBe(2)
        expect(stderr).toContain(`${places[0]}There is no training job "first-0123456789ab" on this target.`)
        expect(stderr).toContain(
          `${places[1]}"fourth.yaml:late" has not been run here. "assay run fourth.yaml late" runs it;`,
        )
        expect(stderr).toContain(
          `${places[2]}"fourth.yaml:bad" has not completed. "assay run fourth.yaml bad --retry" tries again;`,
        )
        expect(stderr).toContain('3 problems. Nothing was started.')
      }
      // What is not asked for needs no donor, and a file is valid before another one has been run.
      expect((await assay.run('plan', 'third.yaml', 'b')).stderr).toContain('1 problem. Nothing was started.')
      expect(await assay.run('validate', 'third.yaml')).toMatchObject({ code: 0 })
      expect((await assay.run('run', 'fourth.yaml', 'late')).code).toBe(0)
      expect(await assay.run('plan', 'third.yaml', 'b')).toMatchObject({ code: 0, stderr: '' })
    },
    long,
  )

  it(
    'skips jobs whose donor failed',
    async () => {
      const stages = `stages:
  base: {hyperparameters: {learning_rate: 1e30, optimizer: sgd}}
  heir: {init_weights: {from: base}}
`
      assay.write('failing.yaml', `${head('failing')}${stages}`)
      const { code, stderr } = await assay.run('run', 'failing.yaml')
      expect(code).toBe(1)
      expect(stderr).toContain('skipped    heir seed 1  base seed 1, from whose weights it starts, has not completed')
    },
    long,
  )

  it.each<[string, string, string]>([
    ['{from: bse}', 'unknown-reference', '"bse" names no stage of this file. Did you mean "base"?'],
    ['{from: base/3}', 'bad-seeds', '"base" is not trained with the seed 3. Its seeds are 1, 2.'],
    ['{from: heir}', 'reference-cycle', 'The weights of "heir" would start from themselves.'],
    [
      '{from: base, layers: [hidn]}',
      'bad-init-weights',
      '"hidn" matches no layer that has weights. Those that have some are "hidden", "head".',
    ],
    [
      '{from: "job:first-0123456789ab", layers: [hidn]}',
      'bad-init-weights',
      '"hidn" matches no layer that has weights. Those that have some are "hidden", "head".',
    ],
    [
      '{from: "job:first-0123456789ab"}',
      'bad-init-weights',
      'There is no training job "first-0123456789ab" on this target.',
    ],
    ['{from: base, freeze: [x]}', 'bad-init-weights', '"x" matches no layer that has weights.'],
    [
      '{from: wide, layers: ["h*"]}',
      'bad-init-weights',
      'The layer "hidden" has weights of the shapes [2, 6], [6] here and [2, 9], [9] in "wide".',
    ],
    ['{from: none.yaml:a}', 'unreadable-file', 'There is no such file.'],
    ['{from: first.yaml:nothing}', 'unknown-reference', '"nothing" names no single variant of "first.yaml".'],
    ['{from: wrong.yaml:heir}', 'reference-cycle', 'The weights of "wrong.yaml" would start from themselves.'],
    [
      '{from: base/best}',
      'unknown-reference',
      '"base/best" names a result of a search, but the stage "base" trains; only "kind: tune" searches.',
    ],
  ])(
    'refuses %s',
    async (init, code, message) => {
      const stages = `stages:\n  base: {seeds: 2}\n  wide: {hyperparameters: {units: 9}}\n  heir:\n    seeds: [1, 2]\n    init_weights: ${init}\n`
      assay.write('wrong.yaml', `${head('wrong')}${stages}`)
      const { code: exitCode, stderr } = await assay.run('plan', 'wrong.yaml')
      expect(exitCode).toBe(2)
      expect(stderr).toContain(code)
      expect(stderr).toContain(message)
      if (code !== 'unreadable-file') expect(stderr).toMatch(/wrong\.yaml:15:\d+/)
    },
    long,
  )

  it(
    'starts from the best seed if no seed matches, and from the best trials of searches',
    async () => {
      const stages = `stages:
  base: {seeds: 2}
  heir: {of: base, seeds: [1, 3], init_weights: {from: base}}
  coarse:
    kind: tune
    of: base
    init_weights: {from: base, layers: [hidden]}
    max_trials: 2
    confirm: 1
    search_space: {learning_rate: {min: 0.01, max: 0.1}}
  late: {of: coarse/best, seeds: 1, init_weights: {from: coarse, freeze: ['*']}}
`
      assay.write('best.yaml', `${head('best')}${stages}`)
      expect((await assay.run('plan', 'best.yaml')).stdout).toMatch(
        /coarse .* weights of base .* after base\n[^]*heir +2 jobs +\(known after base\)/,
      )
      const run = await assay.run('run', 'best.yaml', '--json')
      expect(run).toMatchObject({ code: 0 })
      expect(decisionsOf(run)).toEqual([
        'created base/1',
        'created base/2',
        'created coarse/top-1/1',
        'created coarse/top-1/2',
        'created heir/1',
        'created heir/3',
        'created late/1',
      ])
      expect((await assay.run('logs', 'best.yaml', 'coarse/trial-2')).stdout).toContain(
        'Took the weights of one layer: hidden.',
      )
      const { stdout } = await assay.run('plan', 'best.yaml', '--json')
      const { steps, deferred } = JSON.parse(stdout) as Pick<Plan, 'steps' | 'deferred'>
      expect(deferred).toEqual([])
      const ofVariant = (ref: string): Step[] =>
        steps.filter(({ input }) => input.Tags?.some(({ Key, Value }) => Key === 'assay:variant' && Value === ref))
      const [one, two] = ofVariant('base').map(stepName)
      const [first, third] = ofVariant('heir').map(({ after }) => after)
      expect(first).toBe(one)
      // Of the two, the one with the lower val_loss.
      const loss = async (seed: number): Promise<number> => {
        const log = (await assay.run('logs', 'best.yaml', `base/${seed}`)).stdout
        return Math.min(...[...log.matchAll(/val_loss=([^;]+);/g)].map(([, value]) => Number(value)))
      }
      const best = (await loss(1)) <= (await loss(2)) ? one : two
      expect(third).toBe(best)
      expect(ofVariant('coarse').map(({ after }) => after)).toEqual([[best]])
      expect(ofVariant('late').map(({ after }) => after)).toEqual([
        expect.stringMatching(/^best-[0-9a-f]{11}-00[12]-[0-9a-f]{8}$/),
      ])
      const again = await assay.run('run', 'best.yaml', '--json')
      expect(decisionsOf(again).filter((one) => one.startsWith('created'))).toEqual([])

      assay.write(
        'next.yaml',
        `${head('next')}stages: {a: {seeds: [9], init_weights: {from: best.yaml:base}}, b: {init_weights: {from: best.yaml:coarse}}}\n`,
      )
      const next = JSON.parse((await assay.run('plan', 'next.yaml', '--json')).stdout) as Pick<Plan, 'steps'>
      expect(next.steps.map(({ after }) => after)).toEqual([best, ofVariant('late')[0]?.after])
    },
    long,
  )

  it(
    'waits, with --retry, for repeated donors before it takes the best',
    async () => {
      const stages = `stages:
  base: {seeds: 2, hyperparameters: {epochs: 60}}
  heir: {of: base, seeds: [3], hyperparameters: {epochs: 1}, init_weights: {from: base}}
`
      assay.write('stopped.yaml', `${head('stopped')}${stages}`)
      expect((await assay.run('run', 'stopped.yaml', 'base/1')).code).toBe(0)
      const frozen = freezeJobs(assay.folder)
      expect((await assay.run('run', 'stopped.yaml', 'base/2', '--detach')).code).toBe(0)
      const resume = await frozen
      expect((await assay.run('stop', 'stopped.yaml', 'base/2')).stdout).toBe('Asked 1 job to stop.\n')
      resume()
      await assay.run('status', 'stopped.yaml', '--follow')

      const retried = await assay.run('run', 'stopped.yaml', '--retry', '--json')
      expect(retried.code).toBe(0)
      const order = eventsOf(retried).flatMap((event) => {
        if (event.type === 'job') return [`${event.decision} ${event.ref}/${event.seed}`]
        return event.type === 'state' && event.status === 'Completed' ? ['completed'] : []
      })
      expect(order).toEqual(['done base/1', 'created base/2', 'completed', 'created heir/3', 'completed'])
    },
    long,
  )

  it(
    'skips and names a search and variants whose donors have all failed',
    async () => {
      const stages = `stages:
  base: {seeds: 2, hyperparameters: {learning_rate: 1e30, optimizer: sgd}}
  named: {kind: tune, max_trials: 2, search_space: {epochs: {min: 1, max: 2}}, init_weights: {from: base/1}}
  any: {kind: tune, max_trials: 2, search_space: {learning_rate: {min: 0.01, max: 0.1}}, init_weights: {from: base}}
`
      assay.write('failing.yaml', `${head('failing')}${stages}`)
      const { code, stderr } = await assay.run('run', 'failing.yaml')
      expect(code).toBe(1)
      expect(stderr).toContain(
        'skipped    named  (a search)  base seed 1, from whose weights it starts, has not completed',
      )
      expect(stderr).toContain('no-donor  "base" has no completed job, from whose weights others could start.')
    },
    long,
  )

  it(
    'is part of the identity of a job',
    async () => {
      const namesOf = async (stages: string): Promise<string[]> => {
        assay.write('same.yaml', `${head('same')}stages: {base: {}, ${stages}}\n`)
        const { stdout } = await assay.run('plan', 'same.yaml', '--json')
        return (JSON.parse(stdout) as { steps: { input: { TrainingJobName: string } }[] }).steps.map(
          ({ input }) => input.TrainingJobName,
        )
      }
      const [base, plain] = await namesOf('a: {init_weights: {from: base}}')
      expect(plain).not.toBe(base)
      expect(await namesOf('b: {init_weights: {from: base}}')).toEqual([base, plain])
      expect((await namesOf('a: {init_weights: {from: base, freeze: [head]}}'))[1]).not.toBe(plain)
      expect((await namesOf('a: {init_weights: {from: base, layers: [head]}}'))[1]).not.toBe(plain)
      expect(await namesOf('a: {of: base, init_weights: {from: base}}, c: {of: a, init_weights: null}')).toEqual([
        base,
        plain,
      ])
    },
    long,
  )
})
