/** A local endpoint that speaks the SageMaker API for training and tuning jobs. */
export { attachOrStart } from './attach.js'
export type { AttachOptions, Attached } from './attach.js'
export { EndpointRunningError, startEmulator } from './emulator.js'
export type { Emulator, EmulatorOptions } from './emulator.js'
export { findEndpoint } from './endpoint-file.js'
export { endpointLog, logFile, s3Path } from './base/layout.js'
export { registerImages } from './processes/images.js'
export type { ImageCommand, Images } from './processes/images.js'
