/** Why an endpoint could not start, in a sentence for its user: the port, the folder, the state, the images. */
export class StartupError extends Error {}
