/** The endpoint for programs that mostly attach to one: they load its code only if they run it themselves. */
import type { Emulator, EmulatorOptions } from './emulator.js'

/** Starts the endpoint of a folder. Rejects if one runs already, if the port is taken, or if the state is damaged. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const emulator = await import('./emulator.js')
  return emulator.startEmulator(options)
}
