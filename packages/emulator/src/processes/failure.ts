/** The FailureReason of a job. */
import { open } from 'node:fs/promises'

/** A mistake in a request that shows only when the job starts. Its message becomes the FailureReason. */
export class ClientError extends Error {}

/** FailureReason holds at most this many characters. */
const longest = 1024

/** Returns the FailureReason of a process that ended badly: the beginning of /opt/ml/output/failure, and its exit code. */
export async function algorithmError(failureFile: string, code: number): Promise<string> {
  const suffix = `, exit code: ${code}`
  const prefix = 'AlgorithmError: '
  const text = (await beginning(failureFile)).trim()
  return prefix + clip(text, longest - prefix.length - suffix.length) + suffix
}

/** Returns the FailureReason of an error outside of the process. */
export function failureReasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return clip(`${error instanceof ClientError ? 'ClientError' : 'InternalServerError'}: ${message}`, longest)
}

/** Cuts between characters, never within one. */
const clip = (text: string, length: number) => [...text].slice(0, length).join('')

async function beginning(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined)
  if (!handle) return ''
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4 * longest), 0, 4 * longest, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    return ''
  } finally {
    await handle.close()
  }
}
