/** What every command is given beside its own arguments. */

import type { Settings } from '../arguments.js'
import type { Terminal } from '../terminal.js'

/** The surroundings of a command. */
export interface Surroundings {
  readonly settings: Settings
  readonly terminal: Terminal
}
