/** The opened image, and its processes run as a container engine runs them. */

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The image's file system, its configuration as the Open Container Initiative defines it, and its manifest's type. */
export function openImage(environment) {
  const description = JSON.parse(readFileSync(environment.IMAGE_DESCRIPTION, 'utf8'))
  const root = environment.IMAGE_ROOT
  if (!root || !existsSync(join(root, 'opt'))) throw new Error(`There is no opened image in "${root}".`)
  mkdirSync(join(root, 'opt/ml'), { recursive: true })
  return { root, config: description.OCIv1.config, mediaType: JSON.parse(description.Manifest).mediaType }
}

/**
 * `docker run --network none --volume JOB:/opt/ml IMAGE ARGUMENTS…`, or with another entry point: the image's environment
 * only, namespaces of its own for mounts, processes and network, the program as process 1.
 */
export function startImage({ root, config }, job, args, entryPoint = config.Entrypoint) {
  const mounts = 'mount --bind "$2" "$1/opt/ml"; mount --rbind /dev "$1/dev"; mount -t proc proc "$1/proc"'
  const script = `set -e; ${mounts}; root=$1; cd=$3; shift 3; exec chroot "$root" /usr/bin/env --chdir="$cd" "$@"`
  const command = ['sh', '-c', script, 'sh', root, job, config.WorkingDir, ...entryPoint, ...args]
  const child = spawn('unshare', ['--mount', '--pid', '--net', '--fork', '--kill-child', ...command], {
    env: Object.fromEntries(config.Env.map((pair) => pair.split(/=(.*)/s, 2))),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text))
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, log }))
  })
  const kill = () => void child.kill('SIGKILL') // With --kill-child, the program too.
  return { ended, log: () => log, process: () => onlyChild(child.pid), kill }
}

/** The id, seen from here, of the container's first process. */
function onlyChild(parent) {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ')
  if (children.length !== 1 || children[0] === '') throw new Error(`Process ${parent} has children "${children}".`)
  return Number(children[0])
}
