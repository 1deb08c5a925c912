/** Another loss: its class or function where the program makes or calls one, else the word of the directive comment. */
import { Refused, type Change } from '../../edit/draft';
import type { Plain } from '../../reader';
import { wordOf } from '../../edit/plain';
import { replaceRest, respell } from './callText';
import { setDirective } from './directives';
import type { Call } from './page';
import type { Site } from './site';
import { lossWords } from './words';

/** The changes. @throws Refused */
export function setLoss(site: Site, to: Plain): readonly Change[] {
  const [word] = wordOf(to);
  const words = word === null ? undefined : lossWords[word];
  const call = lossCall(site);
  if (call === null) {
    if (word === null) throw new Refused('The loss has no name.');
    return setDirective(site, 'loss', word);
  }
  if (!words) throw new Refused(`torch has no loss ${word ?? ''}`.trimEnd() + '.');
  const { page, imports } = site;
  const isFunction = imports.dotted(call.func)?.startsWith('torch.nn.functional.') === true;
  if (isFunction) return respell(page, imports, call, `torch.nn.functional.${words.functional}`);
  // Weights of classes and the like mean something else to another loss; how it is averaged does not.
  const kept = call.keywords.find(({ arg }) => arg === 'reduction');
  return [
    ...respell(page, imports, call, `torch.nn.${words.cls}`),
    ...replaceRest(page, call, 0, kept ? page.textOf(kept) : ''),
  ];
}

/** The call that makes the loss or computes it; null where the program has none. */
function lossCall({ network, imports, callAt }: Site): Call | null {
  const { loss } = network;
  if (!loss) return null;
  let call: Call;
  try {
    call = callAt(loss.span, 'The loss');
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
  const name = imports.dotted(call.func)?.split('.').at(-1);
  return Object.values(lossWords).some(({ cls, functional }) => cls === name || functional === name)
    ? call
    : null;
}
