// Shared by the benchmarks: an aligned table, medians, and a measured child process.
import { spawnSync } from 'node:child_process'

/** Prints rows (the first is the heading) as a Markdown table. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  const line = (row) => `| ${row.map((cell, column) => String(cell).padEnd(widths[column])).join(' | ')} |`
  console.log(
    [line(rows[0]), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.slice(1).map(line)].join(
      '\n',
    ),
  )
}

/** Returns the median. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Runs a program to its end and returns its wall time in milliseconds. */
export function timeProgram(program, args, options = {}) {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30, ...options })
  const took = Number(process.hrtime.bigint() - start) / 1e6
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} exited with ${status}: ${stderr}`)
  return took
}

/** Runs a Node program to its end and returns its wall time in milliseconds and its peak memory in megabytes. */
export function measureNode(args, options = {}) {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, ['--import', reportPeak, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    ...options,
  })
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}: ${stderr}`)
  return { milliseconds, megabytes: Number(/peak (\d+) KB/.exec(stderr)?.[1]) / 1024 }
}

/** A module that prints the process's peak memory as it ends. */
const reportPeak =
  'data:text/javascript,process.on("exit", () => process.stderr.write(`peak ${process.resourceUsage().maxRSS} KB`))'
