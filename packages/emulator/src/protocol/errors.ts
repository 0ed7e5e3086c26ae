/** The errors that a client sees, with AWS's names, status codes and sentences. */

/** An error that becomes an AWS JSON 1.1 error response. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
  }
}

/** A request whose shape is right and whose content is not. */
export const validation = (message: string) => new AwsError('ValidationException', message)

/** A request whose JSON does not have the types that the operation takes. */
export const serialization = (message: string) => new AwsError('SerializationException', message)

/** An operation, or a target, that is not here. */
export const unknownOperation = (message: string) => new AwsError('UnknownOperationException', message)

/**
 * Describe, Stop and Update of a job that does not exist. The model names ResourceNotFound; the service answers
 * ValidationException, which is what botocore's waiters expect.
 */
export const requestedResourceNotFound = () => validation('Requested resource not found.')

/** Delete and the tag operations on something that is not there. */
export const resourceNotFound = (message: string) => new AwsError('ResourceNotFound', message)

/** A name already taken, or a job in a state that forbids the operation. */
export const resourceInUse = (message: string) => new AwsError('ResourceInUse', message)

/** A quota of the account. */
export const resourceLimitExceeded = (message: string) => new AwsError('ResourceLimitExceeded', message)

/** Something failed here, not in the request. Nothing was acknowledged. */
export const internalFailure = (message: string) => new AwsError('InternalFailure', message, 500)
