/** DescribeModel. */
import type { Operation } from '../../../protocol/operation.js'
import type { Context } from '../../context.js'
import { describeModel } from '../describe.js'
import { modelKind } from '../kind.js'

/** Answers everything known about a model except its tags, as the service does. */
export const describeModelOperation: Operation<{ readonly ModelName: string }, Context> = {
  name: 'DescribeModel',
  handle: ({ ModelName }, { collections }) => describeModel(collections.of(modelKind).get(ModelName)),
}
