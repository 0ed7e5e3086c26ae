/** The rules of CreateModel beyond its shapes: one function each, all of them in a list. */
import { existsSync } from 'node:fs'

import { s3Path } from '../../base/layout.js'
import { parseS3Uri } from '../../base/s3-uri.js'
import { validation } from '../../protocol/errors.js'
import { checkTags } from '../../state/tags.js'
import { containersOf } from './request.js'
import type { ContainerDefinition, CreateModelRequest } from './request.js'

type Rule = (request: CreateModelRequest) => string | undefined

const rules: readonly Rule[] = [oneOrSeveral, notAvailable, images, dataAtOnePlace, locations, hostnames]

/** Throws ValidationException for the first rule that a request breaks. */
export function checkModel(request: CreateModelRequest): void {
  for (const rule of rules) {
    const problem = rule(request)
    if (problem !== undefined) throw validation(problem)
  }
  checkTags(request.Tags ?? [])
}

/** Throws ValidationException if model data of a request does not exist: the service looks when a model is created. */
export function checkModelData(request: CreateModelRequest, folder: string): void {
  for (const { Mode, ...container } of containersOf(request)) {
    const uri = dataOf(container)
    // The data of many models is a prefix, which may be filled later.
    if (uri === undefined || Mode === 'MultiModel') continue
    if (!existsSync(s3Path(folder, uri))) throw validation(`Could not find model data at ${uri}.`)
  }
}

function oneOrSeveral({ PrimaryContainer, Containers = [] }: CreateModelRequest) {
  if (PrimaryContainer && Containers.length > 0) return 'PrimaryContainer and Containers cannot both be given.'
  return PrimaryContainer || Containers.length > 0
    ? undefined
    : 'You must specify either PrimaryContainer or Containers.'
}

function notAvailable(request: CreateModelRequest) {
  for (const container of containersOf(request)) {
    const { ModelPackageName, AdditionalModelDataSources, ModelDataUrl } = container
    if (ModelPackageName !== undefined) return '"ModelPackageName" is not available yet: give an Image.'
    if (AdditionalModelDataSources) return '"AdditionalModelDataSources" is not available yet.'
    const uri = dataOf(container)
    if (uri?.startsWith('https:') === true)
      return `Model data at an https URL, such as "${uri}", is not available yet: give an S3 URI.`
    if (ModelDataUrl === undefined && container.ModelDataSource && uri === undefined)
      return 'A ModelDataSource without an S3DataSource is not available yet.'
  }
  return undefined
}

function images(request: CreateModelRequest) {
  return containersOf(request).every(({ Image }) => Image !== undefined && Image !== '')
    ? undefined
    : 'Each container needs an Image.'
}

function dataAtOnePlace(request: CreateModelRequest) {
  const both = containersOf(request).some(({ ModelDataUrl, ModelDataSource }) => ModelDataUrl && ModelDataSource)
  return both ? 'ModelDataUrl and ModelDataSource cannot both be given.' : undefined
}

function locations(request: CreateModelRequest) {
  const uris = containersOf(request).flatMap((container) => dataOf(container) ?? [])
  return uris.map((uri) => parseS3Uri(uri)).find((parsed) => 'problem' in parsed)?.problem
}

/** All containers or none: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html */
function hostnames(request: CreateModelRequest) {
  const names = containersOf(request).map(({ ContainerHostname }) => ContainerHostname)
  const given = names.filter((name) => name !== undefined)
  const twice = given.find((name, index) => given.indexOf(name) !== index)
  if (twice !== undefined) return `Duplicate ContainerHostname "${twice}": each container needs its own.`
  if (given.length === names.length) return undefined
  if (given.length > 0) return 'ContainerHostname must be given for every container, or for none.'
  return names.length > 1 && request.InferenceExecutionConfig?.Mode === 'Direct'
    ? 'Each container needs a ContainerHostname if the Mode of InferenceExecutionConfig is Direct.'
    : undefined
}

const dataOf = ({ ModelDataUrl, ModelDataSource }: ContainerDefinition) =>
  ModelDataUrl ?? ModelDataSource?.S3DataSource?.S3Uri
