// Measures the local endpoint from outside, over raw keep-alive HTTP, against floors taken in the same run.
// Usage: node bench/emulator.js [--jobs 10000] [--creates 2000]. Needs a build (npm run build).
// With BENCH_SMOKE=1 both are tiny: the figures mean nothing, but every part runs to its end.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { trainingJobKind } from '../packages/emulator/dist/resources/training-job/kind.js'
import { newTrainingJob } from '../packages/emulator/dist/resources/training-job/record.js'
import { openStore } from '../packages/emulator/dist/state/store.js'
import { median, printTable } from './table.js'

const { values } = parseArgs({ options: { jobs: { type: 'string' }, creates: { type: 'string' } } })
const smoke = process.env.BENCH_SMOKE === '1'
const jobs = Number(values.jobs ?? (smoke ? 50 : 10_000))
const creates = Number(values.creates ?? (smoke ? 20 : 2_000))
const program = fileURLToPath(new URL('../packages/emulator/bin/assay-emulator.js', import.meta.url))
const temporary = []

const rows = [['what', 'measured', 'wanted']]
const row = (what, figure, wanted) => rows.push([what, figure, wanted])

try {
  await measureCreates()
  await measureSearch()
  printTable(rows)
} finally {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true })
}

async function measureCreates() {
  const inserts = floorOfInserts()
  const echo = await floorOfHttp()
  row('floor: durable SQLite inserts a second, no HTTP', inserts.toFixed(0), '-')
  row('floor: HTTP requests a second to a server that only answers', echo.toFixed(0), '-')
  const endpoint = await start(newFolder(), { blocks: { command: ['/bin/sh', '-c', 'exec sleep 600', 'sh'] } })
  const from = performance.now()
  for (let index = 0; index < creates; index += 1)
    await endpoint.call('CreateTrainingJob', requestOf(`job-${index}`, { image: 'blocks' }))
  const rate = creates / seconds(from)
  row('CreateTrainingJob a second, each durable, one client, one after another', rate.toFixed(0), '>= 500')
  await endpoint.kill()
}

async function measureSearch() {
  const folder = newFolder()
  fill(folder)
  const from = performance.now()
  const endpoint = await start(folder, {})
  const starting = performance.now() - from
  row(`start with ${jobs} jobs on disk, until it answers`, `${starting.toFixed(0)} ms`, '< 1000 ms')
  const search = {
    Resource: 'TrainingJob',
    SearchExpression: {
      Filters: [
        { Name: 'Tags.assay:experiment', Operator: 'Equals', Value: 'experiment-3' },
        { Name: 'Metrics.val_accuracy', Operator: 'GreaterThan', Value: '0.5' },
      ],
    },
    SortBy: 'Metrics.val_accuracy',
    SortOrder: 'Descending',
    MaxResults: 100,
  }
  const list = { NameContains: 'job-1', SortBy: 'Name', MaxResults: 100 }
  await measure('Search: tag and metric filter, sorted by the metric', endpoint, 'Search', search, 50)
  await measure(
    'Search: everything, newest change first',
    endpoint,
    'Search',
    { Resource: 'TrainingJob', MaxResults: 100 },
    50,
  )
  await measure('ListTrainingJobs by name', endpoint, 'ListTrainingJobs', list, 50)
  await measure(
    'DescribeTrainingJob',
    endpoint,
    'DescribeTrainingJob',
    { TrainingJobName: `job-${Math.min(jobs, 17)}` },
    5,
  )
  row('resident memory', `${(residentKiB(endpoint.pid) / 1024).toFixed(0)} MiB`, '-')
  await endpoint.kill()
}

async function measure(what, endpoint, operation, input, limit) {
  const first = performance.now()
  await endpoint.call(operation, input)
  const cold = performance.now() - first
  const times = []
  for (let index = 0; index < 50; index += 1) {
    const from = performance.now()
    await endpoint.call(operation, input)
    times.push(performance.now() - from)
  }
  const worst = Math.max(...times)
  const figure = `${median(times).toFixed(1)} ms`
  row(`${what} (first ${cold.toFixed(0)}, worst ${worst.toFixed(0)} ms)`, figure, `< ${limit} ms`)
}

function floorOfInserts() {
  const store = openStore(newFolder(), [trainingJobKind])
  const table = store.table(trainingJobKind)
  const from = performance.now()
  for (let index = 0; index < creates; index += 1) table.insert(jobOf(index + 1))
  const rate = creates / seconds(from)
  store.close()
  return rate
}

async function floorOfHttp() {
  const server = createServer((incoming, answer) => {
    incoming.resume().on('end', () => answer.end('{}'))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = clientOf(`http://127.0.0.1:${server.address().port}`)
  const from = performance.now()
  for (let index = 0; index < creates; index += 1) await client.call('X', requestOf('x', { image: 'x' }))
  const rate = creates / seconds(from)
  client.close()
  server.close()
  return rate
}

/** Finished jobs with tags and metrics, written as the endpoint writes them. */
function fill(folder) {
  const store = openStore(folder, [trainingJobKind])
  const table = store.table(trainingJobKind)
  for (let index = 1; index <= jobs; index += 1) table.insert(jobOf(index))
  store.close()
}

function jobOf(id) {
  const name = `job-${id}`
  const tags = { 'assay:experiment': `experiment-${id % 10}`, 'assay:stage': 'one', 'assay:seed': String(id % 5) }
  const time = 1_700_000_000_000 + id * 1000
  const names = ['objective', 'train_loss', 'train_accuracy', 'val_loss', 'val_accuracy', 'test_accuracy']
  const metrics = names.map((each, at) => ({
    name: each,
    value: Math.fround(((id * (at + 7919)) % 9973) / 9973),
    time,
  }))
  const job = newTrainingJob(
    id,
    `arn:aws:sagemaker:us-east-1:000000000000:training-job/${name}`,
    requestOf(name, { tags }),
    time,
  )
  return {
    ...job,
    status: 'Completed',
    secondaryStatus: 'Completed',
    trainingStartTime: time,
    trainingEndTime: time + 900,
    metrics,
  }
}

function requestOf(name, { image = 'image', tags = {} }) {
  return {
    TrainingJobName: name,
    RoleArn: 'arn:aws:iam::000000000000:role/bench',
    AlgorithmSpecification: {
      TrainingImage: image,
      TrainingInputMode: 'File',
      MetricDefinitions: ['val_loss', 'val_accuracy', 'train_loss', 'train_accuracy'].map((each) => ({
        Name: each,
        Regex: `\\[assay\\] ${each}=([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?);`,
      })),
    },
    OutputDataConfig: { S3OutputPath: 's3://bucket/output/' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    HyperParameters: { epochs: '3', learning_rate: '0.001', model: 'x'.repeat(1500) },
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  }
}

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  temporary.push(folder)
  return folder
}

async function start(folder, images, flags = []) {
  writeFileSync(join(folder, 'images.json'), JSON.stringify(images))
  const child = spawn(process.execPath, [program, '--folder', folder, '--stop-grace', '1', ...flags], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const file = join(folder, 'endpoint.json')
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error(`The endpoint left with ${child.exitCode}.`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const client = clientOf(JSON.parse(readFileSync(file, 'utf8')).url)
  const kill = async () => {
    client.close()
    child.kill('SIGKILL')
    await ended(child)
  }
  return { ...client, pid: child.pid, kill }
}

function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => child.on('exit', resolve))
}

function clientOf(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const call = (operation, input) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(input)
      const headers = {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `SageMaker.${operation}`,
        'content-length': Buffer.byteLength(body),
      }
      const outgoing = request(url, { method: 'POST', agent, headers }, (answer) => {
        let text = ''
        answer.on('data', (chunk) => (text += chunk))
        answer.on('end', () => (answer.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))))
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  return { call, close: () => agent.destroy() }
}

function residentKiB(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}

function seconds(from) {
  return (performance.now() - from) / 1000
}
