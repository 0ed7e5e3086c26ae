/** Raised whenever a change to the trainer can move results: it is part of every job's identity. */
export const trainerVersion = 2
