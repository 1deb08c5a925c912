/** What each intent changes in the text of a Keras program. */
import type { Change } from '../../edit/draft';
import type { ModelIntent } from '../../program/edit/modelIntent';
import type { Site } from '../../program/edit/site';
import { activate } from './activating';
import { insertLayer } from './inserting';
import { setLoss } from './losses';
import { setOption } from './options';
import { removeLayers } from './removing';
import { initialise } from './starting';
import { setTraining } from './training';

/** The changes; the imports that they need are the site's. @throws Refused when it cannot be done */
export function kerasChangesFor(intent: ModelIntent, site: Site): readonly Change[] {
  switch (intent.kind) {
    case 'initialise':
      return initialise(site, intent.layers, intent.to);
    case 'activate':
      return activate(site, intent.layers, intent.to);
    case 'set-option':
      return setOption(site, intent.layers, intent.option, intent.to);
    case 'set-loss':
      return setLoss(site, intent.to);
    case 'set-training':
      return setTraining(site, intent.field, intent.to);
    case 'insert':
      return insertLayer(site, intent.layers, intent.side, intent.layer);
    case 'remove':
      return removeLayers(site, intent.layers);
  }
}
