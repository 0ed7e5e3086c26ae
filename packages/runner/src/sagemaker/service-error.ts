/** Errors of the AWS SDK → our errors: sorted by owner, in a full sentence, without credentials. */

import { ServiceError, UserError } from '../base/failure.js'

/** Returns the error to throw; `what` names the request. Our own errors are returned unchanged. */
export function serviceError(error: unknown, what: string): Error {
  if (error instanceof UserError || error instanceof ServiceError) return error
  if (!(error instanceof Error)) return new ServiceError('unknown', `The service failed for ${what}: ${String(error)}.`)
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return new UserError(
      'no-credentials',
      'No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with "aws sso login".',
      { cause: error },
    )
  }
  if (isUnreachable(error)) {
    return new ServiceError('unreachable', `The service could not be reached for ${what}: ${error.message}`, {
      cause: error,
    })
  }
  if ('$metadata' in error) {
    return new ServiceError(error.name, `The service refused ${what}: ${sentence(error.message)}`, { cause: error })
  }
  return error
}

/** Whether the endpoint or the network is down. */
export function isUnreachable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code = '', name, errors = [] } = error as NodeJS.ErrnoException & { errors?: readonly unknown[] }
  return (
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code) ||
    name === 'TimeoutError' ||
    errors.some(isUnreachable)
  )
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`
}
