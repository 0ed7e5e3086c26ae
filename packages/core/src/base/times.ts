/** Times as SageMaker's records have them. */

/** Returns an ISO 8601 time in milliseconds since 1970, or undefined if there is none. */
export function milliseconds(time: string | undefined): number | undefined {
  // eslint-disable-next-line no-restricted-globals -- Reading a written time asks no clock.
  const value = time === undefined ? Number.NaN : Date.parse(time)
  return Number.isNaN(value) ? undefined : value
}

/** Returns the seconds from one time to another; 0 if either is unknown. */
export function secondsBetween(from: string | undefined, to: string | undefined): number {
  const [start, end] = [milliseconds(from), milliseconds(to)]
  return start === undefined || end === undefined ? 0 : Math.max(0, end - start) / 1000
}
