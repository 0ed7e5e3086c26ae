/**
 * Adam's step on a weight's values: means and squares of the gradient moved, then the values. In double precision, each
 * of them rounded where it is kept, as in JavaScript: to the same bits.
 */
export function adam(
  values: usize,
  mean: usize,
  square: usize,
  gradient: usize,
  length: i32,
  rate: f64,
  epsilon: f64,
): void {
  const meanShare = f64x2.splat(1 - 0.9)
  const squareShare = f64x2.splat(1 - 0.999)
  const rates = f64x2.splat(rate)
  const epsilons = f64x2.splat(epsilon)
  // An odd one is done beside what lies after it, which is to be there, and changes too.
  for (let left = length; left > 0; left -= 2) {
    const g = f64x2.promote_low_f32x4(v128.load64_zero(gradient))
    let m = f64x2.promote_low_f32x4(v128.load64_zero(mean))
    let v = f64x2.promote_low_f32x4(v128.load64_zero(square))
    const m32 = f32x4.demote_f64x2_zero(f64x2.add(m, f64x2.mul(f64x2.sub(g, m), meanShare)))
    const v32 = f32x4.demote_f64x2_zero(f64x2.add(v, f64x2.mul(f64x2.sub(f64x2.mul(g, g), v), squareShare)))
    v128.store64_lane(mean, m32, 0)
    v128.store64_lane(square, v32, 0)
    m = f64x2.promote_low_f32x4(m32)
    v = f64x2.promote_low_f32x4(v32)
    const step = f64x2.div(f64x2.mul(m, rates), f64x2.add(f64x2.sqrt(v), epsilons))
    const before = f64x2.promote_low_f32x4(v128.load64_zero(values))
    v128.store64_lane(values, f32x4.demote_f64x2_zero(f64x2.sub(before, step)), 0)
    values += 8
    gradient += 8
    mean += 8
    square += 8
  }
}
