/** The container of a training job: its command, and the files below /opt/ml. */
import { defaultCheckpoints } from '../../processes/sandbox.js'
import type { SandboxContents } from '../../processes/sandbox.js'
import type { Container } from '../../processes/command.js'
import type { TrainingJob } from './record.js'
import type { Channel, CreateTrainingJobRequest } from './request.js'

/** Returns the container of a training job. */
export function containerOf({ request, arn }: TrainingJob): Container {
  const { TrainingImage, AlgorithmName, ContainerEntrypoint, ContainerArguments } = request.AlgorithmSpecification ?? {
    TrainingInputMode: 'File',
  }
  return {
    image: TrainingImage ?? AlgorithmName ?? '',
    ...(ContainerEntrypoint ? { entrypoint: ContainerEntrypoint } : {}),
    ...(ContainerArguments ? { arguments: ContainerArguments } : {}),
    word: 'train',
    environment: { ...request.Environment, TRAINING_JOB_NAME: request.TrainingJobName, TRAINING_JOB_ARN: arn },
  }
}

/** Returns what is in the folder of a training job before it starts. */
export function sandboxOf(request: CreateTrainingJobRequest): SandboxContents {
  const { InputDataConfig = [], CheckpointConfig } = request
  return {
    job: request.TrainingJobName,
    channels: InputDataConfig.map((channel) => ({
      name: channel.ChannelName,
      uri: channel.DataSource.S3DataSource?.S3Uri ?? '',
      fastFile: inputMode(channel, request) === 'FastFile',
    })),
    ...(CheckpointConfig ? { checkpoints: CheckpointConfig } : {}),
    config: configurationOf(request),
  }
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html */
function configurationOf(request: CreateTrainingJobRequest) {
  const { CheckpointConfig, HyperParameters = {}, InputDataConfig = [], ResourceConfig } = request
  const { InstanceType = '' } = ResourceConfig ?? {}
  const instanceType = ResourceConfig?.InstancePreferences?.[0]?.InstanceType ?? InstanceType
  const group = { instance_group_name: 'homogeneousCluster', instance_type: instanceType, hosts: ['algo-1'] }
  return {
    hyperparameters: HyperParameters,
    inputdataconfig: Object.fromEntries(
      InputDataConfig.map((channel) => [channel.ChannelName, channelConfig(channel, request)]),
    ),
    resourceconfig: {
      current_host: 'algo-1',
      current_instance_type: instanceType,
      current_group_name: group.instance_group_name,
      hosts: ['algo-1'],
      instance_groups: [group],
      network_interface_name: 'lo',
    },
    ...(CheckpointConfig ? { checkpointconfig: { LocalPath: defaultCheckpoints, ...CheckpointConfig } } : {}),
  }
}

function channelConfig(channel: Channel, request: CreateTrainingJobRequest) {
  return {
    TrainingInputMode: inputMode(channel, request),
    S3DistributionType: channel.DataSource.S3DataSource?.S3DataDistributionType ?? 'FullyReplicated',
    RecordWrapperType: channel.RecordWrapperType ?? 'None',
    ...(channel.ContentType === undefined ? {} : { ContentType: channel.ContentType }),
    ...(channel.CompressionType === undefined ? {} : { CompressionType: channel.CompressionType }),
  }
}

const inputMode = (channel: Channel, request: CreateTrainingJobRequest) =>
  channel.InputMode ?? request.AlgorithmSpecification?.TrainingInputMode ?? 'File'
