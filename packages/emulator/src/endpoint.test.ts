import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

import { attachOrStart } from './attach.js'
import { findEndpoint } from './endpoint-file.js'
import { endpointFile } from './base/layout.js'
import {
  errorOf,
  pause,
  send,
  shell,
  startFixture,
  stopFixture,
  temporaryFolder,
  trainingJob,
  waitForJob,
  clientOf,
} from './testing/fixture.js'
import { build, runProgram } from './testing/standing.js'

let folder: string
beforeAll(() => build(), 60_000)
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(async () => {
  for (let tries = 100; ; tries--) {
    await leave()
    try {
      rmSync(folder, { recursive: true, force: true })
      return
    } catch (error) {
      // Of several processes that started at once, one that lost may have taken the place of the one that has just ended.
      if (tries === 0) throw error
      await pause(100)
    }
  }
})

/** Ends the standing endpoint that a test started, by its own number, and waits until it writes no more. */
const leave = async () => {
  if (!existsSync(endpointFile(folder))) return
  const { pid } = JSON.parse(readFileSync(endpointFile(folder), 'utf8')) as { pid: number }
  if (pid === process.pid || !runs(pid)) return
  process.kill(pid, 'SIGTERM')
  while (runs(pid)) await pause(10)
}

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('findEndpoint', () => {
  it('finds nothing in an empty folder, in a folder that is not there, and beside a broken file', async () => {
    expect(await findEndpoint(folder)).toBeUndefined()
    expect(await findEndpoint(join(folder, 'absent'))).toBeUndefined()
    writeFileSync(endpointFile(folder), '{"pid": 1')
    expect(await findEndpoint(folder)).toBeUndefined()
    rmSync(endpointFile(folder))
  })

  it('finds a live endpoint, and not one that has left', async () => {
    const fixture = await startFixture({ folder })
    expect(await findEndpoint(folder)).toBe(fixture.emulator.url)
    await fixture.emulator.close()
    expect(await findEndpoint(folder)).toBeUndefined()
    expect(existsSync(endpointFile(folder))).toBe(false)
  })

  it('is not misled by the file of a process whose number now belongs to another', async () => {
    const fixture = await startFixture({ folder })
    const record = JSON.parse(readFileSync(endpointFile(folder), 'utf8')) as object
    writeFileSync(endpointFile(folder), JSON.stringify({ ...record, processStartTime: '1' }))
    expect(await findEndpoint(folder)).toBeUndefined()
    await stopFixture(fixture)
  })
})

describe('attachOrStart', () => {
  it('starts one process for four callers at once, and finds it again', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => attachOrStart(folder, { parallel: 1 })))
    expect(new Set(all.map(({ url }) => url)).size).toBe(1)
    expect(all.filter(({ started }) => started)).toHaveLength(1)
    expect(await attachOrStart(folder)).toEqual({ url: all[0]?.url, started: false })
  })

  it('registers images with an endpoint that runs already', async () => {
    const { url } = await attachOrStart(folder)
    await attachOrStart(folder, { images: { mine: shell('exit 5') } })
    await send(url, 'CreateTrainingJob', trainingJob('job', { image: 'mine' }))
    expect((await waitForJob(clientOf(url), 'job')).FailureReason).toContain('exit code: 5')
  })

  it('waits for an endpoint that is leaving, then starts its own', async () => {
    const leaving = await startFixture({ folder })
    rmSync(endpointFile(folder))
    setTimeout(() => void leaving.emulator.close(), 600)
    const { started } = await attachOrStart(folder)
    expect(started).toBe(true)
  })

  it('explains why it could not start', async () => {
    writeFileSync(join(folder, 'state.db'), 'this is not a database, and it is not an empty file either'.repeat(100))
    expect(await errorOf(attachOrStart(folder))).toMatch(/did not start.*endpoint\.log.*state\.db/s)
  })
})

describe('startEmulator', () => {
  it('leaves when it is idle, and not while a job runs', async () => {
    const fixture = await startFixture({ folder, idleTimeout: 300, images: { works: shell('sleep 0.8') } })
    const from = performance.now()
    await send(fixture.emulator.url, 'CreateTrainingJob', trainingJob('job', { image: 'works' }))
    await fixture.emulator.closed
    expect(performance.now() - from).toBeGreaterThan(1000)
    const again = await startFixture({ folder })
    expect((await waitForJob(again.client, 'job')).TrainingJobStatus).toBe('Completed')
    await again.emulator.close()
  })

  it('rejects a port that is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    expect(await errorOf(startFixture({ folder, port }))).toContain(`Port ${port} on 127.0.0.1 is taken`)
    other.close()
    await (await startFixture({ folder })).emulator.close()
  })

  it('refuses a second endpoint on its folder', async () => {
    const fixture = await startFixture({ folder })
    expect(await errorOf(startFixture({ folder }))).toContain(
      `already running: process ${process.pid} at ${fixture.emulator.url}`,
    )
    await fixture.emulator.close()
  })

  it('refuses a list of images that it cannot read', async () => {
    writeFileSync(join(folder, 'images.json'), '{"a": {"command": "sh"}}')
    expect(await errorOf(startFixture({ folder }))).toContain('Image "a" in')
  })

  it('interrupts running jobs when it leaves, and resumes them when it is back', async () => {
    mkdirSync(join(folder, 'once'), { recursive: true })
    const images = { twice: shell(`rmdir ${join(folder, 'once')} || exit 0; exec sleep 60`) }
    const first = await startFixture({ folder, images })
    await send(first.emulator.url, 'CreateTrainingJob', trainingJob('job', { image: 'twice' }))
    while (existsSync(join(folder, 'once'))) await pause(10)
    await first.emulator.close()
    const second = await startFixture({ folder, images })
    const job = await waitForJob(second.client, 'job')
    expect(job.TrainingJobStatus).toBe('Completed')
    expect(job.SecondaryStatusTransitions?.filter(({ Status }) => Status === 'Interrupted')).toHaveLength(1)
    expect(second.errors).toEqual([])
    await second.emulator.close()
  })

  it('keeps times in order when the clock goes back an hour', async () => {
    let clock = Date.now()
    const fixture = await startFixture({ folder, now: () => (clock -= 3_600_000) })
    await send(fixture.emulator.url, 'CreateTrainingJob', trainingJob('job'))
    const job = await waitForJob(fixture.client, 'job')
    const times = (job.SecondaryStatusTransitions ?? []).flatMap(({ StartTime, EndTime }) => [StartTime, EndTime])
    const numbers = times.map((time) => time?.getTime() ?? NaN)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    await fixture.emulator.close()
  })
})

describe('assay-emulator', () => {
  it.each([
    [[], 2, '--folder is required'],
    [['--folder', 'x', '--port', 'ninety'], 2, '--port must be a whole number from 0 to 65535, not "ninety"'],
    [['--folder', 'x', '--parallel', '0'], 2, '--parallel must be a whole number from 1'],
    [['--folder', 'x', '--idle-timeout=-1'], 2, '--idle-timeout must be a number of seconds'],
    [['--folder', 'x', '--bogus'], 2, 'bogus'],
  ])('%j ends with %i', async (flags, code, message) => {
    const done = await runProgram(flags)
    expect(done.stderr).toContain(message)
    expect(done.code).toBe(code)
  })

  it('prints its usage and its version', async () => {
    expect((await runProgram(['--help'])).stdout).toContain('Usage: assay-emulator --folder FOLDER')
    expect((await runProgram(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
