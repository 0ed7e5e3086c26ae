import { writeFile } from 'node:fs/promises'

import { explain, ServiceError, UserError } from './failure.js'

describe('explain', () => {
  it('maps the owner of a failure to the exit code', () => {
    expect(explain(new UserError('bad-name', 'No.'))).toEqual({ exitCode: 2, text: 'bad-name  No.' })
    expect(explain(new ServiceError('AccessDenied', 'No.'))).toEqual({ exitCode: 3, text: 'AccessDenied  No.' })
  })

  it('shows the stack of a bug only', () => {
    const { exitCode, text } = explain(new TypeError('x is not a function'))
    expect(exitCode).toBe(70)
    expect(text).toMatch(/TypeError: x is not a function\n\s+at /)
  })

  it('names the file that the disk refused', async () => {
    const error: unknown = await writeFile('/dev/full', 'x').catch((reason: unknown) => reason)
    expect(explain(error)).toEqual({ exitCode: 2, text: 'disk-full  There is no space left on the disk for a file.' })
    const wrapped = new Error('It did not work.', {
      cause: Object.assign(new Error('no'), { code: 'EROFS', path: '/x' }),
    })
    expect(explain(wrapped).text).toBe('read-only  The disk is read-only: nothing can be written to "/x".')
  })
})
