import type { JobRecord } from '@assay/core'

import { decide, hasFailed } from './attempts.js'

const name = 'x-0123456789ab'

/** Jobs by their statuses, the first attempt first. */
function records(...statuses: JobRecord['status'][]): Map<string, JobRecord> {
  return new Map(
    statuses.map((status, index) => {
      const attempt = index === 0 ? name : `${name}-a${index + 1}`
      return [attempt, { name: attempt, status } as JobRecord]
    }),
  )
}

describe('decide', () => {
  it('creates what is missing, adopts what runs, skips what is done', () => {
    expect(decide(name, records(), 0)).toEqual({ kind: 'create', name })
    expect(decide(name, records('InProgress'), 0)).toEqual({ kind: 'adopt', name })
    expect(decide(name, records('Stopping'), 0)).toEqual({ kind: 'adopt', name })
    expect(decide(name, records('Completed'), Infinity)).toEqual({ kind: 'done', name })
  })

  it('repeats a failed job as often as allowed, each time under a new name', () => {
    expect(decide(name, records('Failed'), 0)).toEqual({ kind: 'failed', name })
    expect(decide(name, records('Failed'), 1)).toEqual({ kind: 'create', name: `${name}-a2` })
    expect(decide(name, records('Failed', 'Failed'), 1)).toEqual({ kind: 'failed', name: `${name}-a2` })
    expect(decide(name, records('Failed', 'Stopped'), Infinity)).toEqual({ kind: 'create', name: `${name}-a3` })
  })

  it('considers the latest attempt only', () => {
    expect(decide(name, records('Failed', 'Completed'), 5)).toEqual({ kind: 'done', name: `${name}-a2` })
    expect(decide(name, records('Failed', 'InProgress'), 5)).toEqual({ kind: 'adopt', name: `${name}-a2` })
  })
})

describe('hasFailed', () => {
  it('counts stopped jobs too, and only the latest attempt', () => {
    expect(hasFailed(name, records('Stopped'))).toBe(true)
    expect(hasFailed(name, records('Failed', 'Completed'))).toBe(false)
    expect(hasFailed(name, records('InProgress'))).toBe(false)
    expect(hasFailed(name, records())).toBe(false)
  })
})
