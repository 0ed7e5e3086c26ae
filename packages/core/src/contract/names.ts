/** Names of jobs: short, legal on SageMaker, and the same wherever the same job is planned. */

/** Hexadecimal digits of the digest in a name: 48 bits, so that 10,000 jobs collide once in 5 million experiments. */
const digits = 12

/**
 * Returns `<experiment>-<digest>`: at most 33 of the 63 characters SageMaker allows. The digest is never cut further.
 * A retry of a failed job adds `-a2`, `-a3`, … (`attemptName`).
 */
export function jobName(experiment: string, digest: string): string {
  return `${experiment}-${digest.slice(0, digits)}`
}

/** Hexadecimal digits in the name of a tuning job, of which SageMaker allows 32 characters: 44 bits. */
const tuningDigits = 11

/** Returns `<experiment>-<digest>` for a tuning job: at most 32 characters. Its trials' names start with it. */
export function tuningJobName(experiment: string, digest: string): string {
  return `${experiment}-${digest.slice(0, tuningDigits)}`
}

/** Returns the name of a job's nth attempt; the first one has no suffix. */
export function attemptName(name: string, attempt: number): string {
  return attempt === 1 ? name : `${name}-a${attempt}`
}

/** Returns the planned name and the attempt of a job's name. */
export function parseAttempt(name: string): { name: string; attempt: number } {
  const match = /^(.*-[0-9a-f]{12})-a(\d+)$/.exec(name)
  return match ? { name: match[1] as string, attempt: Number(match[2]) } : { name, attempt: 1 }
}
