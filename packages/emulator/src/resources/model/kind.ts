/** How models are kept and named. */
import { validation } from '../../protocol/errors.js'
import type { Kind } from '../../state/kind.js'
import { modelNameOf } from './record.js'
import type { Model } from './record.js'

/** Models. The service answers ValidationException for both errors. */
export const modelKind: Kind<Model> = {
  table: 'model',
  arnPart: 'model',
  nameOf: modelNameOf,
  missing: (_name, arn) => validation(`Could not find model "${arn}".`),
  taken: ({ arn }) => validation(`Cannot create already existing model "${arn}".`),
}
