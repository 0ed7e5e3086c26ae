/** Durations as the experiment file writes them. */

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const

/** Returns `90 s`, `30 min`, `2 h`, `1 d 12 h`: what a duration of the file says, in words. */
export function durationText(total: number): string {
  const whole = Math.round(total)
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ] as const
  return parts.flatMap(([count, unit]) => (count > 0 ? [`${count} ${unit}`] : [])).join(' ') || '0 s'
}

/** Returns the whole seconds of `90s`, `30m`, `2h`, `1d`. The text has been validated. */
export function durationSeconds(text: string): number {
  const unit = text.slice(-1) as keyof typeof seconds
  return Math.round(Number(text.slice(0, -1)) * seconds[unit])
}
