// BENCH_SMOKE=1 runs every part of every benchmark to its end with the smallest sizes: its numbers mean nothing.

/** Whether this run only proves that the benchmarks work. */
export const isSmoke = process.env.BENCH_SMOKE === '1'

/** Returns the size of a measurement: `full`, or `smoke` for a run that only proves that it works. */
export const size = (full, smoke) => (isSmoke ? smoke : full)
