/**
 * The part of the AWS SDK for SageMaker that this program uses. It is a large CommonJS bundle: `import` parses it twice
 * more than `require` does, to find its format and its names, and takes twice as long.
 */

import { createRequire } from 'node:module'

import type * as Sdk from '@aws-sdk/client-sagemaker'

const sdk = createRequire(import.meta.url)('@aws-sdk/client-sagemaker') as typeof Sdk

export const {
  CreateHyperParameterTuningJobCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  DeleteModelCommand,
  DescribeHyperParameterTuningJobCommand,
  DescribeModelCommand,
  DescribeTrainingJobCommand,
  ListModelsCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  SageMakerClient,
  SearchCommand,
  StopHyperParameterTuningJobCommand,
  StopTrainingJobCommand,
} = sdk

export type SageMakerClient = Sdk.SageMakerClient
export type SearchCommand = Sdk.SearchCommand
