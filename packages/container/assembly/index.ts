/** Kernels that the wasm backend lacks or is slow at. They work on its memory and keep nothing of their own. */

export { adam } from './adam'
export { addBias } from './add-bias'
export { columnSums } from './column-sums'
export { convolution } from './convolution'
export { dotProducts } from './dot-products'
export { filterGradient } from './filter-gradient'
export { matrixProduct } from './matrix-product'
export { maxPoolGradient } from './max-pool-gradient'
export { packFilter } from './pack-filter'
export { reluGradient } from './relu-gradient'
