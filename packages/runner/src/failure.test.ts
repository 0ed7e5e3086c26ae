import { writeFile } from 'node:fs/promises'

import { explain, ServiceError, UserError } from './failure.js'

describe('explain', () => {
  it('tells whose a failure is by the exit code', () => {
    expect(explain(new UserError('bad-name', 'No.'))).toEqual({ exitCode: 2, text: 'bad-name  No.' })
    expect(explain(new ServiceError('AccessDenied', 'No.'))).toEqual({ exitCode: 3, text: 'AccessDenied  No.' })
  })

  it('shows the stack of a bug only', () => {
    const { exitCode, text } = explain(new TypeError('x is not a function'))
    expect(exitCode).toBe(70)
    expect(text).toMatch(/TypeError: x is not a function\n\s+at /)
  })

  it('says which file the disk refused', async () => {
    const error: unknown = await writeFile('/proc/version/x', '').catch((reason: unknown) => reason)
    expect(explain(Object.assign(error as Error, { code: 'ENOSPC' }))).toEqual({
      exitCode: 2,
      text: 'disk-full  There is no space left on the disk for "/proc/version/x".',
    })
  })
})
