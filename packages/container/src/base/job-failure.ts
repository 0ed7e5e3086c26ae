/** A failure that is the job's own: its data, its hyperparameters, its numbers. The message is a full sentence. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure'
}
