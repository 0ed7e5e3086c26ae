/** Durations as the experiment file writes them. */

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const

/** Returns the whole seconds of `90s`, `30m`, `2h`, `1d`. The text has been validated. */
export function durationSeconds(text: string): number {
  const unit = text.slice(-1) as keyof typeof seconds
  return Math.round(Number(text.slice(0, -1)) * seconds[unit])
}
