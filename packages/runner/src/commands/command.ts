/** What every command is given beside its own arguments. */

import type { Settings } from '../process/arguments.js'
import type { Terminal } from '../process/terminal.js'

/** The surroundings of a command. */
export interface Surroundings {
  readonly settings: Settings
  readonly terminal: Terminal
}
