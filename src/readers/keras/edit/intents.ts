/** How Keras programs write each edit of a model. */
import type { ModelEdits } from '../../program/edit/modelEdits';
import { activate } from './activating';
import { insertLayer } from './inserting';
import { setLoss } from './losses';
import { setOption } from './options';
import { removeLayers } from './removing';
import { initialise } from './starting';
import { setTraining } from './training';

/** Each edit in Keras's words. */
export const kerasEdits: ModelEdits = {
  ...{ initialise, activate, insertLayer, removeLayers },
  ...{ setOption, setLoss, setTraining },
};
