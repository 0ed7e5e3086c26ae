/**
 * A tiny process that outlives the endpoint by a moment: when the endpoint is gone, however it went, its end of the pipe
 * closes and the reaper kills the process groups of the jobs that were running.
 */
import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import type { Writable } from 'node:stream'

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

/** Knows which process groups die with the endpoint. Its process starts with the first of them. */
export class Reaper {
  readonly #live = new Set<number>()
  #child: ChildProcessByStdio<Writable, null, null> | undefined

  add(pid: number): void {
    this.#live.add(pid)
    if (this.#child) this.#child.stdin.write(`add ${pid}\n`)
    else this.#start()
  }

  remove(pid: number): void {
    this.#live.delete(pid)
    this.#child?.stdin.write(`remove ${pid}\n`)
  }

  close(): void {
    this.#child?.stdin.end()
    this.#child = undefined
  }

  #start() {
    const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
    const forget = () => {
      if (this.#child === child) this.#child = undefined
    }
    child.on('error', forget).on('exit', forget)
    child.stdin.on('error', forget)
    child.unref()
    for (const pid of this.#live) child.stdin.write(`add ${pid}\n`)
    this.#child = child
  }
}
