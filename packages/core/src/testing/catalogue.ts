/** A small catalogue for tests of the language; the real one is the model zoo's. */

import type { Architecture, Catalogue, LayerType } from '../model/catalogue.js'

const layerTypes: LayerType[] = [
  {
    name: 'dense',
    arguments: {
      units: { type: 'integer', required: true, minimum: 1 },
      activation: { type: 'string', values: ['linear', 'relu', 'sigmoid', 'softmax', 'tanh'] },
      use_bias: { type: 'boolean' },
      kernel_regularizer: { type: 'numbers', values: ['l1', 'l2'], minimum: 0 },
    },
  },
  {
    name: 'conv2d',
    arguments: {
      filters: { type: 'integer', required: true, minimum: 1 },
      kernel_size: { type: 'size', required: true, minimum: 1 },
      strides: { type: 'size', minimum: 1 },
      padding: { type: 'string', values: ['valid', 'same'] },
      activation: { type: 'string', values: ['linear', 'relu', 'sigmoid', 'softmax', 'tanh'] },
    },
  },
  { name: 'max_pooling2d', arguments: { pool_size: { type: 'size', minimum: 1 } } },
  { name: 'batch_normalization', arguments: {} },
  { name: 'random_flip', arguments: { mode: { type: 'string', values: ['horizontal', 'vertical'] } } },
  {
    name: 'random_crop',
    arguments: { height: { type: 'integer' }, width: { type: 'integer' }, padding: { type: 'integer' } },
  },
  { name: 'activation', arguments: { activation: { type: 'string', required: true } } },
  { name: 'flatten', arguments: {} },
  {
    name: 'text_vectorization',
    arguments: { max_tokens: { type: 'integer' }, output_sequence_length: { type: 'integer' } },
  },
  { name: 'embedding', arguments: { input_dim: { type: 'integer' }, output_dim: { type: 'integer' } } },
  { name: 'bidirectional', arguments: { layers: { type: 'layers', required: true } } },
  { name: 'lstm', arguments: { units: { type: 'integer', required: true } } },
  { name: 'global_average_pooling1d', arguments: {} },
  { name: 'dropout', arguments: { rate: { type: 'number', required: true, minimum: 0, maximum: 1 } } },
  {
    name: 'repeat',
    arguments: { times: { type: 'integer', required: true, minimum: 0 }, layers: { type: 'layers', required: true } },
  },
  { name: 'residual', arguments: { layers: { type: 'layers', required: true }, shortcut: { type: 'layers' } } },
  { name: 'branch', arguments: { branches: { type: 'branches', required: true } } },
]

const architectures: Architecture[] = [
  {
    name: 'mlp',
    summary: 'One hidden layer.',
    hyperparameters: { units: 128, activation: 'relu' },
    layers: [
      { id: 'flat', flatten: {} },
      { id: 'hidden', dense: { units: '$units', activation: '$activation' } },
      { id: 'head', dense: { units: 'classes', activation: 'softmax' } },
    ],
  },
  {
    name: 'vgg',
    summary: 'Convolutions.',
    hyperparameters: { depth: 2, filters: 32, dropout: 0.25, norm: false },
    layers: [{ id: 'conv', conv2d: { filters: '$filters', kernel_size: 3 } }],
  },
  ...['forecast-mlp', 'seasonal-naive', 'lstm'].map((name) => ({
    name,
    summary: 'Of a series.',
    hyperparameters: {},
    layers: [{ id: 'output', dense: { units: '$outputs' } }],
  })),
  { name: 'lenet', summary: 'LeNet-5.', hyperparameters: {}, layers: [{ id: 'flat', flatten: {} }] },
]

/** The catalogue. It infers no shapes: tests of the language stop before. */
export const testCatalogue: Catalogue = {
  architectures: new Map(architectures.map((architecture) => [architecture.name, architecture])),
  layerTypes: new Map(layerTypes.map((type) => [type.name, type])),
  notAvailableYet: {
    architectures: ['transformer'],
    layerTypes: ['attention'],
  },
  infer: () => ({ fits: false, layer: '', message: 'The test catalogue infers no shapes.' }),
}
