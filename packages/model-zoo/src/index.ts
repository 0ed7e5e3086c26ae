export { catalogue } from './catalogue.js'
export { infer } from './infer.js'
export { architecturesNotAvailableYet, layersNotAvailableYet } from './vocabulary.js'
