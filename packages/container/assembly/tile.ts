/** What convolutions and matrix products are made of. */

import { lanes } from './pack-filter'

/** 4 pixels × 8 channels: sums over `rows` runs of `length` values. */
export function addTile(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  w: usize,
  bias: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  y3: usize,
  rows: i32,
  length: i32,
  xRow: usize,
  wRow: usize,
  channels: i32,
  least: f32,
): void {
  let s00 = bias ? v128.load(bias) : f32x4.splat(0)
  let s01 = bias ? v128.load(bias, 16) : f32x4.splat(0)
  let s10 = s00
  let s11 = s01
  let s20 = s00
  let s21 = s01
  let s30 = s00
  let s31 = s01
  for (; rows > 0; rows--) {
    let at = w
    for (let left = length; left > 0; left--) {
      const w0 = v128.load(at)
      const w1 = v128.load(at, 16)
      const v0 = v128.load32_splat(x0)
      s00 = f32x4.add(s00, f32x4.mul(v0, w0))
      s01 = f32x4.add(s01, f32x4.mul(v0, w1))
      const v1 = v128.load32_splat(x1)
      s10 = f32x4.add(s10, f32x4.mul(v1, w0))
      s11 = f32x4.add(s11, f32x4.mul(v1, w1))
      const v2 = v128.load32_splat(x2)
      s20 = f32x4.add(s20, f32x4.mul(v2, w0))
      s21 = f32x4.add(s21, f32x4.mul(v2, w1))
      const v3 = v128.load32_splat(x3)
      s30 = f32x4.add(s30, f32x4.mul(v3, w0))
      s31 = f32x4.add(s31, f32x4.mul(v3, w1))
      at += 32
      x0 += 4
      x1 += 4
      x2 += 4
      x3 += 4
    }
    const rest = xRow - ((<usize>length) << 2)
    x0 += rest
    x1 += rest
    x2 += rest
    x3 += rest
    w += wRow
  }
  put(y0, s00, s01, channels, least)
  put(y1, s10, s11, channels, least)
  put(y2, s20, s21, channels, least)
  put(y3, s30, s31, channels, least)
}

/** Stores the first of 8 channels, none smaller than `least`. */
function put(to: usize, first: v128, second: v128, channels: i32, least: f32): void {
  const bound = f32x4.splat(least)
  first = f32x4.max(bound, first)
  second = f32x4.max(bound, second)
  if (channels >= lanes) {
    v128.store(to, first)
    v128.store(to, second, 16)
    return
  }
  if (channels >= 4) {
    v128.store(to, first)
    to += 16
    first = second
  }
  const rest = channels & 3
  if (rest > 0) store<f32>(to, f32x4.extract_lane(first, 0))
  if (rest > 1) store<f32>(to, f32x4.extract_lane(first, 1), 4)
  if (rest > 2) store<f32>(to, f32x4.extract_lane(first, 2), 8)
}
