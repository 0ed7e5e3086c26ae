/** Times on the wire. */

/** Seconds since the epoch, to the millisecond, as AWS JSON 1.1 has them. */
export const seconds = (milliseconds: number) => milliseconds / 1000
