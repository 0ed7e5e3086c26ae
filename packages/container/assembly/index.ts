/** Kernels that the wasm backend lacks or is slow at. They work on its memory and keep nothing of their own. */

export { columnSums } from './column-sums'
export { dotProducts } from './dot-products'
export { filterGradient } from './filter-gradient'
export { maxPoolGradient } from './max-pool-gradient'
export { reluGradient } from './relu-gradient'
