/** What each intent changes in the text of a program. */
import { Refused, type Change } from '../../edit/draft';
import { kerasChangesFor } from '../../keras/edit/intents';
import type { Intent } from '../../reader';
import { activate } from './activating';
import { setDirective } from './directives';
import { ignore } from './ignoring';
import { insertLayer } from './inserting';
import { setLoss } from './losses';
import type { ModelIntent } from './modelIntent';
import { setOption } from './options';
import { removeLayers } from './removing';
import type { Site } from './site';
import { initialise } from './starting';
import { setTraining } from './training';

/** The changes; the imports that they need are the site's. @throws Refused when it cannot be done */
export function changesFor(intent: Intent, site: Site): readonly Change[] {
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
    case 'activate':
    case 'insert':
    case 'remove':
    case 'set-option':
    case 'set-loss':
    case 'set-training':
      return site.network.framework === 'keras'
        ? kerasChangesFor(intent, site)
        : torchChangesFor(intent, site);
  }
}

function torchChangesFor(intent: ModelIntent, site: Site): readonly Change[] {
  switch (intent.kind) {
    case 'initialise':
      return initialise(site, intent.layers, intent.to);
    case 'activate':
      return activate(site, intent.layers, intent.to);
    case 'insert':
      return insertLayer(site, intent.layers, intent.side, intent.layer);
    case 'remove':
      return removeLayers(site, intent.layers);
    case 'set-option':
      return setOption(site, intent.layers, intent.option, intent.to);
    case 'set-loss':
      return setLoss(site, intent.to);
    case 'set-training':
      return setTraining(site, intent.field, intent.to);
  }
}
