/** The part of a CreateModel request that this package reads. The rest passes through untouched. */
import type { Tag } from '../../state/tags.js'

/** One container of a model: its image, and the model data that it serves. */
export interface ContainerDefinition {
  readonly ContainerHostname?: string
  readonly Image?: string
  readonly ModelPackageName?: string
  readonly Mode?: 'SingleModel' | 'MultiModel'
  readonly ModelDataUrl?: string
  readonly ModelDataSource?: { readonly S3DataSource?: { readonly S3Uri: string; readonly S3DataType: string } }
  readonly AdditionalModelDataSources?: readonly unknown[]
  readonly Environment?: Readonly<Record<string, string>>
}

/** A CreateModel request that passed the constraints of its shapes. */
export interface CreateModelRequest {
  readonly ModelName: string
  readonly PrimaryContainer?: ContainerDefinition
  /** An inference pipeline, or containers that are called one by one. */
  readonly Containers?: readonly ContainerDefinition[]
  readonly InferenceExecutionConfig?: { readonly Mode: 'Serial' | 'Direct' }
  readonly ExecutionRoleArn?: string
  readonly EnableNetworkIsolation?: boolean
  readonly Tags?: readonly Tag[]
}

/** Returns the containers of a model, one or several. */
export function containersOf({ PrimaryContainer, Containers }: CreateModelRequest): readonly ContainerDefinition[] {
  return PrimaryContainer ? [PrimaryContainer] : (Containers ?? [])
}
