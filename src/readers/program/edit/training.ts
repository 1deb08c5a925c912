/** Sets how the program trains: arguments of the optimizer and the loader, and the lines of its loop. */
import { Refused, type Change } from '../../edit/draft';
import type { Expression, StatementOf } from '../../python/parse/syntax';
import type { Plain } from '../../reader';
import { argumentOf, pythonText, setArgument } from './callText';
import type { Call, Node, Page } from './page';
import type { Site } from './site';
import { setClip, setZeroGrad } from './loops';

/** Torch's names for our fields, with their places in the constructors of optimizers. */
const places: Readonly<
  Record<string, { readonly name: string; readonly at: Readonly<Record<string, number>> }>
> = {
  rate: {
    name: 'lr',
    at: { SGD: 1, Adam: 1, AdamW: 1, NAdam: 1, RAdam: 1, RMSprop: 1, Adagrad: 1, Adadelta: 1 },
  },
  'weight-decay': { name: 'weight_decay', at: { SGD: 4, Adam: 4, AdamW: 4, RMSprop: 4, Adagrad: 3 } },
  momentum: { name: 'momentum', at: { SGD: 2, RMSprop: 5 } },
};

/** The changes. @throws Refused */
export function setTraining(site: Site, field: string, to: Plain): readonly Change[] {
  const place = places[field];
  if (place) {
    const call = optimizerOf(site);
    const own = site.imports.dotted(call.func)?.split('.').at(-1) ?? '';
    return numberAt(site, call, place.at[own] ?? null, place.name, to);
  }
  if (field === 'clip-norm') return setClip(site, optimizerOf(site), 'clip_grad_norm_', 'max_norm', to);
  if (field === 'clip-value') return setClip(site, optimizerOf(site), 'clip_grad_value_', 'clip_value', to);
  if (field === 'zero-grad' && to === true) return setZeroGrad(site, optimizerOf(site));
  if (field === 'batch') {
    const loader = site.page.calls().find(({ func }) => site.page.textOf(func).endsWith('DataLoader'));
    if (!loader) throw new Refused('No DataLoader of this file says how large a batch is.');
    return numberAt(site, loader, 1, 'batch_size', to);
  }
  throw new Refused(`A program says ${field} in its own way; please change it there.`);
}

/** The call that makes the optimizer. @throws Refused where none does, or several do and it is not known which */
export function optimizerOf({ page, imports, network, callAt }: Site): Call {
  const { training } = network;
  if (training?.span) {
    const call = callAt(training.span, 'The optimizer');
    return call;
  }
  const made = page.calls().filter(({ func }) => isOptimizer(imports.dotted(func)));
  const [call, ...others] = made;
  if (!call) throw new Refused('No optimizer is made in this file.');
  if (others.length > 0)
    throw new Refused(
      'Several optimizers are made in this file; please change the one that is meant by hand.',
    );
  return call;
}

function isOptimizer(path: string | null): boolean {
  return path !== null && /^torch\.optim\.[A-Z]/.test(path);
}

/** An argument that is a number, or the name that holds it where one assignment gives it. */
export function numberAt(
  { page }: Site,
  call: Call,
  place: number | null,
  name: string,
  to: Plain,
): readonly Change[] {
  const given = argumentOf(call, place, name);
  const text = to === null ? null : pythonText(to);
  const held = given?.nodeType === 'Name' && text !== null ? constantOf(page, call, given.id) : null;
  if (held && text !== null) return [{ range: page.range(held), text }];
  return setArgument(page, call, place, name, text);
}

/** The literal that a name stands for: assigned once, in the same function or at the top level. */
function constantOf(page: Page, near: Call, name: string): Expression | null {
  const own = page.functionOf(near);
  const found = page.nodes.filter((node): node is Node & StatementOf<'Assign'> => {
    if (node.nodeType !== 'Assign') return false;
    const { targets } = node as unknown as StatementOf<'Assign'>; // its type was just looked at
    return targets.some((target) => target.nodeType === 'Name' && target.id === name);
  });
  const [only, ...others] = found;
  const home = only && page.functionOf(only);
  if (!only || others.length > 0 || (home !== null && home !== own)) return null;
  if (own && [...own.args.args, ...own.args.kwonlyargs].some(({ arg }) => arg === name)) return null;
  return only.value.nodeType === 'Constant' && typeof only.value.value === 'number' ? only.value : null;
}
