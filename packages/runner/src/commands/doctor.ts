/** `assay doctor`: what works on this machine, what does not, and what to do about it. */

import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { arch, availableParallelism, cpus, freemem, platform, totalmem } from 'node:os'
import { dirname, join } from 'node:path'

import { aligned } from '../base/aligned.js'
import { backendFamily, findNative } from '../target/backend.js'
import { type BackendStanding, checkBackend } from '../target/check-backend.js'
import { findKnownSet } from '../data/sets/find-set.js'
import { knownSets } from '../data/sets/known-sets.js'
import type { ExitCode } from '../base/failure.js'
import { trainerCommand } from '../target/trainer-program.js'
import { version } from '../base/version.js'
import type { Surroundings } from './command.js'

/** The flags of `assay doctor`. */
export interface DoctorFlags {
  readonly json?: boolean
}

/** The examination, as `--json` prints it. Sizes are in bytes. */
interface Examination {
  readonly assay: string
  readonly node: string
  readonly machine: string
  readonly cores: number
  readonly memory: { readonly total: number; readonly free: number }
  readonly disk: { readonly folder: string; readonly free: number }
  /** The default backend of jobs. */
  readonly backend: string
  readonly backends: readonly BackendStanding[]
  readonly data: readonly { readonly name: string; readonly folder?: string }[]
}

/** Prints the examination; returns 1 if jobs cannot run on the chosen backend. */
export async function doctor(flags: DoctorFlags, { settings, terminal }: Surroundings): Promise<ExitCode> {
  const local = { ...settings, target: 'local' } as const
  const folder = settings.workingFolder
  const { bavail, bsize } = await statfs(folder)
  const backends: BackendStanding[] = []
  // One after the other: side by side they would wait for each other.
  for (const name of ['wasm', 'tensorflow'] as const) {
    backends.push(await checkBackend(name, findNative(local)?.folder ?? settings.nativeFolder))
  }
  const examination: Examination = {
    assay: version,
    node: process.version,
    machine: `${platform()} ${arch()}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
    cores: availableParallelism(),
    memory: { total: totalmem(), free: freemem() },
    disk: { folder, free: bavail * bsize },
    backend: backendFamily(local),
    backends,
    data: knownSets.map((set) => {
      const found = findKnownSet(set, settings)
      return { name: set.name, ...(found === undefined ? {} : { folder: found }) }
    }),
  }
  if (flags.json === true) terminal.out(JSON.stringify(examination, undefined, 2))
  else terminal.out(describe(examination, settings.nativeFolder))
  return works(examination) ? 0 : 1
}

const works = ({ backend, backends }: Examination): boolean =>
  backends.some((standing) => standing.works && standing.name === backend)

function describe(examination: Examination, nativeFolder: string | undefined): string {
  const { assay, node, machine, cores, memory, disk, backend, backends, data } = examination
  const rows = [
    ['assay', assay],
    ['Node', `${node} (20.19 or newer is needed)`],
    ['machine', `${machine}, ${cores} cores`],
    ['memory', `${size(memory.total)}, ${size(memory.free)} of it free`],
    ['disk', `${size(disk.free)} free in ${disk.folder}`],
    ...backends.map((standing) => [standing.name, standingText(standing)]),
    [
      'backend',
      works(examination)
        ? `jobs run on ${backend}, unless "--backend" or ASSAY_BACKEND selects another`
        : `${backend} is selected but does not work: no job can run here, except with "--backend wasm"`,
    ],
    ...data.map(({ name, folder }) => [name, folder ?? `not here; "assay data pull ${name}" downloads it`]),
  ]
  const advice = backends.some(({ name, works }) => name === 'tensorflow' && !works)
    ? [howToGetNative(nativeFolder)]
    : []
  return [...aligned(rows, ['left', 'left']), ...advice].join('\n')
}

function standingText(standing: BackendStanding): string {
  if (!standing.works) return `does not work: ${standing.reason}`
  const versions = Object.entries(standing.packages).map(([name, number]) => `${name} ${number}`)
  return [
    `works on the ${standing.device.toUpperCase()}: first gradient after ${standing.seconds.toFixed(1)} s, right to ` +
      standing.gradientError.toPrecision(1),
    ...versions,
  ].join('\n')
}

const size = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

function howToGetNative(nativeFolder: string | undefined): string {
  const script = join(dirname(trainerCommand()[1]), '..', 'scripts', 'build-native.sh')
  return [
    '',
    ...(nativeFolder === undefined
      ? []
      : [`ASSAY_NATIVE is ${nativeFolder}: set it to the folder of the build, or unset it.`]),
    'The backend "tensorflow" trains convolutions about twice as fast as wasm. To get it, in your project:',
    '  npm install @tensorflow/tfjs-node@4.22.0        (with an NVIDIA GPU: @tensorflow/tfjs-node-gpu@4.22.0)',
    ...(existsSync(script)
      ? ['or, if its download cannot be reached, on Linux with g++ and Python:', `  bash ${script}`]
      : []),
  ].join('\n')
}
