/** An operation: a name of the API, and the function that answers its input. */

/** One operation of the API. `handle` gets a request that passed the model's constraints. */
export interface Operation<Input, Context> {
  readonly name: string
  handle(input: Input, context: Context): object | undefined
}
