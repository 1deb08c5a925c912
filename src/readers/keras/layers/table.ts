/** All layers of keras.layers, family by family. */
import { activationLayers } from './activationLayers';
import { attentionLayers } from './attention';
import { basicLayers } from './basic';
import { convolutionalRecurrentLayers } from './convolutionalRecurrence';
import { convolutionLayers } from './convolutions';
import { functionLayers } from './functionLayers';
import type { KerasLayer } from './layer';
import { legacyLayers } from './legacyLayers';
import { lookUpLayers } from './lookingUp';
import { mergingLayers } from './merging';
import { normalisationLayers } from './normalisation';
import { poolingLayers } from './pooling';
import { regularisationLayers } from './regularisation';
import { preprocessingLayers } from './preprocessing';
import { categoryLayers } from './categories';
import { cellLayers } from './recurrentCells';
import { recurrentLayers } from './recurrent';
import { reshapingLayers } from './reshaping';
import { wrapperLayers } from './wrappers';

/** Every layer; a base stands before what descends from it. */
export const kerasLayers: readonly KerasLayer[] = [
  ...basicLayers,
  ...lookUpLayers,
  ...functionLayers,
  ...convolutionLayers,
  ...legacyLayers,
  ...poolingLayers,
  ...normalisationLayers,
  ...regularisationLayers,
  ...activationLayers,
  ...mergingLayers,
  ...reshapingLayers,
  ...cellLayers,
  ...recurrentLayers,
  ...convolutionalRecurrentLayers,
  ...wrapperLayers,
  ...attentionLayers,
  ...preprocessingLayers,
  ...categoryLayers,
];
