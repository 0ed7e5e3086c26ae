import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Checkpoint } from './checkpoint.js'
import { checkpointFolder } from './checkpoint-folder.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

function checkpoint(epoch: number): Checkpoint {
  const epochs = Array.from({ length: epoch }, (_, index) => ({
    epoch: index + 1,
    seconds: 0.1 * (index + 1),
    metrics: { loss: 1 / (index + 3), val_loss: 0.1 + 0.2 },
  }))
  return {
    history: { epochs, selectedEpoch: 1 },
    seconds: 1 / 3,
    weights: [Float32Array.of(epoch, 0.1, -Infinity), new Float32Array(0), Float32Array.of(1e-42)],
    best: [Float32Array.of(1, 2, 3), new Float32Array(0), Float32Array.of(7)],
    optimizer: { steps: 12, memory: new Map([['0/mean', Float32Array.of(4, 5, 6)]]) },
    randomSteps: [3, 1],
  }
}

/** Saves every time: by a clock that does not move, saving takes no time. */
function open(folder: string, identity = 'me', lines: string[] = []) {
  return checkpointFolder(
    folder,
    identity,
    (line) => lines.push(line),
    () => 0,
  )
}

const files = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.safetensors'))

describe('checkpoints', () => {
  it('are restored with the bits that were saved', () => {
    const folder = join(temporaryFolder(), 'not', 'there')
    open(folder).save(() => checkpoint(2), false)
    expect(open(folder).restore()).toEqual(checkpoint(2))
  })

  it('are not found in an empty or missing folder', () => {
    expect(open(temporaryFolder()).restore()).toBeUndefined()
    expect(open(join(temporaryFolder(), 'none')).restore()).toBeUndefined()
  })

  it('are the last two until training ends, then the last only', () => {
    const folder = temporaryFolder()
    const { save } = open(folder)
    for (const epoch of [9, 10, 11]) save(() => checkpoint(epoch), false)
    expect(files(folder).map((name) => name.slice(0, 12))).toEqual(['epoch-000010', 'epoch-000011'])
    save(() => checkpoint(12), true)
    expect(files(folder).map((name) => name.slice(0, 12))).toEqual(['epoch-000012'])
  })

  it('are saved with the history, and without partial files', () => {
    const folder = temporaryFolder()
    open(folder).save(() => checkpoint(2), false)
    expect(JSON.parse(readFileSync(join(folder, 'history.json'), 'utf8'))).toEqual(checkpoint(2).history)
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([])
  })

  it.each<[string, (file: string) => void]>([
    ['cut off', (file) => truncateSync(file, 100)],
    ['emptied', (file) => truncateSync(file, 0)],
    [
      'changed in one bit',
      (file) => {
        const bytes = readFileSync(file)
        bytes[bytes.length - 1] ^= 1
        writeFileSync(file, bytes)
      },
    ],
  ])('fall back on the previous one if the newest is %s', (_what, damage) => {
    const folder = temporaryFolder()
    const { save } = open(folder)
    for (const epoch of [1, 2]) save(() => checkpoint(epoch), false)
    const newest = files(folder).at(-1) ?? ''
    damage(join(folder, newest))
    const lines: string[] = []
    expect(open(folder, 'me', lines).restore()).toEqual(checkpoint(1))
    expect(lines).toEqual([`The checkpoint "${newest}" is damaged: it is removed.`])
  })

  it('of another job are never resumed from', () => {
    const folder = temporaryFolder()
    open(folder, 'another').save(() => checkpoint(3), false)
    const lines: string[] = []
    expect(open(folder, 'me', lines).restore()).toBeUndefined()
    expect(lines).toEqual([expect.stringMatching(/is of another job, trainer or backend: it is removed\.$/)])
  })

  it('are restored despite a partial file of a killed attempt', () => {
    const folder = temporaryFolder()
    open(folder).save(() => checkpoint(1), false)
    writeFileSync(join(folder, 'epoch.partial'), 'half')
    expect(open(folder).restore()).toEqual(checkpoint(1))
    open(folder).save(() => checkpoint(2), false)
    expect(existsSync(join(folder, 'epoch.partial'))).toBe(false)
  })

  it('take at most a tenth of the time, but always save the end', () => {
    // Making a checkpoint takes 1, the rest of an epoch 3.
    let time = 0
    const { save } = checkpointFolder(
      temporaryFolder(),
      'me',
      () => undefined,
      () => time,
    )
    const saved: number[] = []
    for (let epoch = 1; epoch <= 9; epoch++) {
      time += 3
      save(() => {
        saved.push(epoch)
        time += 1
        return checkpoint(epoch)
      }, epoch === 9)
    }
    expect(saved).toEqual([1, 4, 7, 9])
  })

  it('reports unwritable checkpoint folders and continues', () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const lines: string[] = []
    open(join(file, 'below'), 'me', lines).save(() => checkpoint(1), false)
    expect(lines).toEqual([expect.stringMatching(/^No checkpoint could be written to ".*": ENOTDIR/)])
  })
})
