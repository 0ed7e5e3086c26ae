import { trainerProblem } from '../rules/trainer-values.js'
import { decidingNames, trainerHyperparameters, trainerNames, trainerRow } from './trainer-hyperparameters.js'
import type { TrainerRow } from './trainer-hyperparameters.js'

const table = trainerNames.map((name): [string, TrainerRow] => [name, trainerHyperparameters[name]])

describe('trainerHyperparameters', () => {
  it.each(table.filter(([name]) => name !== 'loss'))('gives %s a default that its rule accepts', (name, row) => {
    expect(trainerProblem(name, row.default)).toBeUndefined()
    if (row.defaultWhen) expect(trainerProblem(name, row.defaultWhen.default)).toBeUndefined()
  })

  it.each(table)('makes %s depend on earlier rows only', (name, { readWhen = {}, defaultWhen, bounds }) => {
    const conditions = Object.keys(readWhen).filter((condition) => condition !== 'task')
    const others = [...conditions, defaultWhen?.name, bounds?.below].filter((other) => typeof other === 'string')
    const before = table
      .slice(
        0,
        table.findIndex(([other]) => other === name),
      )
      .map(([other]) => other)
    expect(before).toEqual(expect.arrayContaining(others))
  })

  it.each(table.filter(([, { bounds }]) => bounds))('bounds %s from below', (_name, { type, bounds }) => {
    expect(type).not.toBe('string')
    expect([bounds?.atLeast, bounds?.above].filter((bound) => bound !== undefined)).toHaveLength(1)
  })
})

describe('decidingNames', () => {
  it('lists what other hyperparameters depend on, each once', () => {
    expect(decidingNames).toEqual(['optimizer', 'schedule', 'loss'])
  })
})

describe('trainerRow', () => {
  it('returns undefined for what the trainer does not read', () => {
    expect(['units', 'toString', 'seed'].map(trainerRow)).toEqual([undefined, undefined, undefined])
  })
})
