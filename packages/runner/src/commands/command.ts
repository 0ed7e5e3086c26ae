/** The parameters that all commands share. */

import type { Settings } from '../process/arguments.js'
import type { Terminal } from '../process/terminal.js'

export interface Surroundings {
  readonly settings: Settings
  readonly terminal: Terminal
}
