/** What each intent changes in the text of a program. */
import { Refused, type Change } from '../../edit/draft';
import { kerasEdits } from '../../keras/edit/intents';
import type { Intent } from '../../reader';
import { activate } from './activating';
import { setDirective } from './directives';
import { ignore } from './ignoring';
import { insertLayer } from './inserting';
import { setLoss } from './losses';
import type { ModelEdits } from './modelEdits';
import { setOption } from './options';
import { removeLayers } from './removing';
import type { Site } from './site';
import { initialise } from './starting';
import { setTraining } from './training';

/** The changes; the imports that they need are the site's. @throws Refused when it cannot be done */
export function changesFor(intent: Intent, site: Site): readonly Change[] {
  const edits = site.network.framework === 'keras' ? kerasEdits : torchEdits;
  switch (intent.kind) {
    case 'ignore':
      return ignore(site, intent.rule, intent.line, intent.path);
    case 'set-directive':
      return setDirective(site, intent.field, intent.to);
    case 'set-data':
      throw new Refused('The data are prepared by the program; please scale them there.');
    case 'set-variable':
      throw new Refused('A program has no variables of a circuit.');
    case 'initialise':
      return edits.initialise(site, intent.layers, intent.to);
    case 'activate':
      return edits.activate(site, intent.layers, intent.to);
    case 'insert':
      return edits.insertLayer(site, intent.layers, intent.side, intent.layer);
    case 'remove':
      return edits.removeLayers(site, intent.layers);
    case 'set-option':
      return edits.setOption(site, intent.layers, intent.option, intent.to);
    case 'set-loss':
      return edits.setLoss(site, intent.to);
    case 'set-training':
      return edits.setTraining(site, intent.field, intent.to);
  }
}

/** Each edit in PyTorch's words. */
const torchEdits: ModelEdits = {
  ...{ initialise, activate, insertLayer, removeLayers },
  ...{ setOption, setLoss, setTraining },
};
