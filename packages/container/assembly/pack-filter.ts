/** Filters as the kernels read them, without jumps. */

/** Output channels that are computed together, and lie together in a packed filter. */
export const lanes: i32 = 8

/**
 * Packs a filter: for each 8 output channels the taps, in each tap its depth. A matrix [depth, channels] is one of a
 * single tap, and a bias is a matrix of one row. Steps are in values, and may go backwards. Channels that are not there
 * are zeros.
 */
export function packFilter(
  filter: usize,
  packed: usize,
  first: i32,
  taps: i32,
  depth: i32,
  channels: i32,
  tapStep: i32,
  depthStep: i32,
  channelStep: i32,
): void {
  const step = channelStep << 2
  for (let from = 0; from < channels; from += lanes) {
    const count = min(lanes, channels - from)
    for (let tap = 0; tap < taps; tap++) {
      let at = filter + ((first + tap * tapStep + from * channelStep) << 2)
      for (let k = depth; k > 0; k--) {
        if (count == lanes && channelStep == 1) {
          v128.store(packed, v128.load(at))
          v128.store(packed, v128.load(at, 16), 16)
        } else {
          for (let lane = 0; lane < lanes; lane++) {
            store<f32>(packed + (lane << 2), lane < count ? load<f32>(at + lane * step) : 0)
          }
        }
        packed += lanes << 2
        at += depthStep << 2
      }
    }
  }
}
