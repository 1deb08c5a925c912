/** All normalisations by their names. */
import { batchNorm } from './batchNorm';
import { localResponseNorm } from './localResponse';
import { lpNormalise } from './lpNormalise';
import { layerNorm, rmsNorm } from './rowNorms';
import { groupNorm, instanceNorm } from './sampleNorms';
import { spectralNorm } from './spectralNorm';
import { weightNorm } from './weightNorm';

/** A row per op. */
export const normalisations = {
  'batch-norm': batchNorm,
  'group-norm': groupNorm,
  'instance-norm': instanceNorm,
  'layer-norm': layerNorm,
  'local-response-norm': localResponseNorm,
  'lp-normalise': lpNormalise,
  'rms-norm': rmsNorm,
  'spectral-norm': spectralNorm,
  'weight-norm': weightNorm,
} as const;
