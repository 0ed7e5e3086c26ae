import { after, sleep } from './timer.js'

describe('after', () => {
  it('waits for longer than setTimeout can count', async () => {
    let early = false
    const cancel = after(28 * 86_400_000, () => (early = true))
    await sleep(30)
    cancel()
    expect(early).toBe(false)
  })

  it('calls back once, and not when it was cancelled', async () => {
    let calls = 0
    after(5, () => (calls += 1))
    after(5, () => (calls += 100))()
    await sleep(30)
    expect(calls).toBe(1)
  })
})

describe('sleep', () => {
  it('ends when it is aborted', async () => {
    const abort = new AbortController()
    const slept = sleep(600_000, abort.signal) // longer than this test may take
    abort.abort()
    await slept
  })
})
