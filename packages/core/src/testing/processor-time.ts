/** How much work something is, however busy the machine is. */

/** Returns the seconds of processor time that a function takes; other processes do not count. */
export function processorSeconds(run: () => void): number {
  const start = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
