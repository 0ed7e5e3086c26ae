/** Lines in a terminal that are redrawn while their tasks run. */

import { Listr, type ListrTaskWrapper } from 'listr2'

/** A line, and how it is ended: with a tick, or with a cross. */
export interface ShownTask {
  readonly task: ListrTaskWrapper<unknown, never, never>
  readonly succeed: () => void
  readonly fail: (error: Error) => void
}

/** Returns a list with a line for each title; when it runs, it asks to `begin` each one, a while later. */
export function taskList(
  titles: readonly string[],
  begin: (title: string, shown: ShownTask) => void,
): { readonly run: () => Promise<unknown> } {
  return new Listr(
    titles.map((title) => ({
      title,
      task: (_: unknown, task: unknown) =>
        new Promise<void>((succeed, fail) => begin(title, { task: task as ShownTask['task'], succeed, fail })),
    })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: { collapseSubtasks: false, collapseErrors: false, showErrorMessage: false },
    },
  )
}
