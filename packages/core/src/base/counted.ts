/** A number with its noun. */

/** Returns `1 job`, `2,000 jobs`. */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`
}
