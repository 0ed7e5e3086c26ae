/** The function that every sampler is. */
import type { History } from '../space/history.js'
import type { Random } from '../space/random.js'
import type { Assignment, Space } from '../space/space.js'

/**
 * Returns the hyperparameters to try next, or undefined if a finite space has none left. Called when a training
 * job may start. Pure: the same space, history and random numbers give the same assignment.
 */
export type Sampler = (space: Space, history: History, random: Random) => Assignment | undefined
