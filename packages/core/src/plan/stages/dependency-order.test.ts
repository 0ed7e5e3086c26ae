import { createPositions } from '../../language/positions.js'
import { createReporter } from '../../language/reporter.js'
import type { Experiment, Stage } from '../../language/experiment.js'
import { expand } from '../../variants/expand.js'
import { inDependencyOrder } from './dependency-order.js'
import { unitsOf } from './units.js'

const base = {
  version: 1,
  name: 'x',
  data: 'mnist',
  objective: { metric: 'val_accuracy', goal: 'maximize' },
} as const

const tune = { kind: 'tune', max_trials: 2, search_space: { units: { min: 8, max: 16 } } } as const

/** The refs of variants and tuning stages in the order in which they are planned, and what is wrong. */
function ordered(stages: Readonly<Record<string, Stage>>) {
  const experiment: Experiment = { ...base, stages }
  const positions = createPositions()
  const reporter = createReporter(positions)
  const units = unitsOf(expand(experiment, positions).variants)
  const order = inDependencyOrder(units, experiment, reporter)
  return {
    refs: order.map((unit) => (unit.kind === 'tune' ? unit.stage : unit.variant.ref)),
    problems: reporter.found.map(({ message }) => message),
  }
}

describe('inDependencyOrder', () => {
  it('puts each unit after its parents, its result and the donor of its weights', () => {
    const { refs, problems } = ordered({
      heir: { init_weights: { from: 'late' } },
      late: { of: 'fine/best', init_weights: null },
      fine: { ...tune, warm_start: { from: ['coarse'] } },
      coarse: { ...tune, init_weights: { from: 'first' } },
      first: {},
    })
    expect(refs).toEqual(['first', 'coarse', 'fine', 'late', 'heir'])
    expect(problems).toEqual([])
  })

  it('orders variants, not stages: two stages may start from variants of each other', () => {
    const { refs, problems } = ordered({
      a: { variants: { x: {}, y: { init_weights: { from: 'b/z' } } } },
      b: { variants: { z: { init_weights: { from: 'a/x' } } } },
    })
    expect(refs).toEqual(['a/x', 'b/z', 'a/y'])
    expect(problems).toEqual([])
  })

  it('reports a circle once, also one that a warm start closes', () => {
    const { refs, problems } = ordered({
      coarse: { ...tune, init_weights: { from: 'fine' } },
      fine: { ...tune, init_weights: null, warm_start: { from: ['coarse'] } },
    })
    expect(problems).toEqual(['The weights of "coarse" would start from themselves.'])
    expect(refs).toEqual(['fine', 'coarse'])
  })

  it('takes thousands of stages in a row', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `s${index}`)
    const stages = Object.fromEntries(names.map((name, index) => [name, { init_weights: { from: `s${index + 1}` } }]))
    expect(ordered({ ...stages, s10000: {} }).refs.slice(0, 2)).toEqual(['s10000', 's9999'])
  })
})
