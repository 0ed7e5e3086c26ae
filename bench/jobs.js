// What the endpoint costs: 40 jobs of half a second, a fresh process each, two side by side, beside the same 40 Node
// processes started two at a time with nothing around them.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { SageMakerClient, CreateTrainingJobCommand, ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker'
import { startEmulator } from '@assay/emulator'

import { size } from './smoke.js'
import { median, printTable } from './table.js'

const jobs = size(40, 2)
const spin = size(430, 1)
const program = [process.execPath, '-e', `const end = performance.now() + ${spin}; while (performance.now() < end);`]
const now = () => performance.now() / 1000

/** The floor: the bare processes, two at a time. */
async function bare() {
  const start = now()
  let left = jobs
  const worker = async () => {
    while (left-- > 0) {
      await new Promise((resolve) => spawn(program[0], program.slice(1), { stdio: 'ignore' }).on('close', resolve))
    }
  }
  await Promise.all([worker(), worker()])
  return now() - start
}

/** The same processes as training jobs, created and followed through the SDK. */
async function asJobs() {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const emulator = await startEmulator({ folder, parallel: 2, images: { spin: { command: program } } })
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new SageMakerClient({ endpoint: emulator.url, region: 'local', credentials })
  const start = now()
  try {
    for (let job = 0; job < jobs; job++) {
      await client.send(
        new CreateTrainingJobCommand({
          TrainingJobName: `spin-${job}`,
          RoleArn: 'arn:aws:iam::000000000000:role/local',
          AlgorithmSpecification: { TrainingImage: 'spin', TrainingInputMode: 'File' },
          OutputDataConfig: { S3OutputPath: 's3://local/jobs' },
          ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
        }),
      )
    }
    const running = async () => {
      const { TrainingJobSummaries } = await client.send(
        new ListTrainingJobsCommand({ StatusEquals: 'InProgress', MaxResults: 100 }),
      )
      return TrainingJobSummaries.length
    }
    while ((await running()) > 0) await new Promise((resolve) => setTimeout(resolve, 100))
    return now() - start
  } finally {
    client.destroy()
    await emulator.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const times = { floor: [], jobs: [] }
for (let round = 0; round < size(3, 1); round++) {
  times.floor.push(await bare())
  times.jobs.push(await asJobs())
}
const [floor, took] = [median(times.floor), median(times.jobs)]
printTable([
  [`${jobs} jobs of half a second, two side by side`, 'median s', 'ratio'],
  ['bare Node processes', floor.toFixed(2), '1.00'],
  ['training jobs on the local endpoint', took.toFixed(2), (took / floor).toFixed(2)],
])
