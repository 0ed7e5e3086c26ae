/**
 * A tiny process that outlives the endpoint by a moment: when the endpoint is gone, however it went, its end of the pipe
 * closes and the reaper kills the process groups of the jobs that were running.
 */
import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import type { Writable } from 'node:stream'

/** Knows which process groups die with the endpoint. */
export interface Reaper {
  add(pid: number): void
  remove(pid: number): void
  close(): void
}

const script = `
trap '' TERM HUP INT
live=' '
while read -r action pid; do
  case $action in
    add) live="$live$pid " ;;
    remove) live="\${live%% $pid *} \${live#* $pid }" ;;
  esac
done
for pid in $live; do kill -s KILL -- "-$pid"; done`

/** Returns a reaper; its process starts with the first group that is added. */
export function createReaper(): Reaper {
  const live = new Set<number>()
  let child: ChildProcessByStdio<Writable, null, null> | undefined

  const start = () => {
    const started = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
    const forget = () => {
      if (child === started) child = undefined
    }
    started.on('error', forget).on('exit', forget)
    started.stdin.on('error', forget)
    started.unref()
    for (const pid of live) started.stdin.write(`add ${pid}\n`)
    child = started
  }

  return {
    add: (pid) => {
      live.add(pid)
      if (child) child.stdin.write(`add ${pid}\n`)
      else start()
    },
    remove: (pid) => {
      live.delete(pid)
      child?.stdin.write(`remove ${pid}\n`)
    },
    close: () => {
      child?.stdin.end()
      child = undefined
    },
  }
}
