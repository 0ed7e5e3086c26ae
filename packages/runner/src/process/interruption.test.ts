import { EventEmitter } from 'node:events'

import { listenForInterruption } from './interruption.js'

describe('listenForInterruption', () => {
  it('aborts on the first signal and reports a second', async () => {
    const from = new EventEmitter()
    const interruption = listenForInterruption(from)
    expect(interruption.signal.aborted).toBe(false)
    from.emit('SIGINT', 'SIGINT')
    expect(interruption.signal.aborted).toBe(true)
    const again = interruption.again(10_000)
    from.emit('SIGINT', 'SIGINT')
    expect(await again).toBe(true)
    expect(interruption.exitCode()).toBe(130)
  })

  it('waits no longer than asked for a second signal', async () => {
    const from = new EventEmitter()
    const interruption = listenForInterruption(from)
    from.emit('SIGTERM', 'SIGTERM')
    expect(await interruption.again(20)).toBe(false)
    expect(interruption.exitCode()).toBe(143)
  })

  it('stops listening when closed', () => {
    const from = new EventEmitter()
    listenForInterruption(from).close()
    expect(from.listenerCount('SIGINT') + from.listenerCount('SIGTERM')).toBe(0)
  })
})
