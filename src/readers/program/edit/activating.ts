/** Puts another activation in the place of one: another class of torch.nn, another function or method, in the style of the file. */
import { Refused, type Change } from '../../edit/draft';
import type { LayerIndex } from '../../../graph/network';
import type { Plain } from '../../reader';
import { activations } from '../../../ops/activations/table';
import { replaceRest, respell } from './callText';
import { insertion, type Call } from './page';
import { placesOf, type Place, type Site } from './site';
import { activationAsked, activationNamed, type ActivationWords } from './words';

/** The changes. @throws Refused */
export function activate(site: Site, layers: readonly LayerIndex[], to: Plain): readonly Change[] {
  return placesOf(site, layers).flatMap((place) => {
    if (!Object.hasOwn(activations, place.kind)) throw new Refused(`${place.name} is no activation.`);
    return place.isFunction ? otherFunction(site, place, to) : otherClass(site, place, to);
  });
}

function otherClass({ page, imports }: Site, { call }: Place, to: Plain): readonly Change[] {
  const { words, given, word } = activationAsked(to);
  if (words.cls === null) throw new Refused(`torch.nn has no class for ${word}.`);
  const dotted = imports.dotted(call.func);
  const old =
    dotted?.startsWith('torch.nn.') === true ? activationNamed(dotted.slice('torch.nn.'.length)) : undefined;
  const callee = respell(page, imports, call, `torch.nn.${words.cls}`);
  if (old?.axis === true && words.axis && given === '') return callee;
  return [...callee, ...replaceRest(page, call, 0, argumentsFor(words, given, call))];
}

/** What stands behind the input: what was asked for, and from before only whether it works in place. */
function argumentsFor({ axis, inPlace }: ActivationWords, given: string, { keywords }: Call): string {
  const kept = keywords.find(({ arg }) => arg === 'inplace')?.value;
  const place = inPlace && kept?.nodeType === 'Constant' && kept.value === true ? 'inplace=True' : '';
  return [given, axis ? 'dim=1' : '', place].filter((text) => text !== '').join(', ');
}

function otherFunction(site: Site, place: Place, to: Plain): readonly Change[] {
  const { page, imports } = site;
  const { call } = place;
  const { words, given, word } = activationAsked(to);
  const dotted = imports.dotted(call.func);
  const isMethod = dotted === null && call.func.nodeType === 'Attribute';
  const old = activationNamed(
    dotted?.slice(dotted.lastIndexOf('.') + 1) ?? (call.func.nodeType === 'Attribute' ? call.func.attr : ''),
  );
  const keepsAxis = old?.axis === true && words.axis && given === '';
  const kept = isMethod ? 0 : 1;
  const rest = keepsAxis ? [] : replaceRest(page, call, kept, argumentsFor(words, given, call));
  if (isMethod && call.func.nodeType === 'Attribute') {
    if (words.plain !== null && given === '') {
      const { end } = page.range(call.func);
      return [{ range: { start: end - call.func.attr.length, end }, text: words.plain }, ...rest];
    }
    return fromMethod(site, call, functionPath(words, word, null), argumentsFor(words, given, call));
  }
  if (dotted === null || call.args.length === 0) {
    throw new Refused(`${place.name} is called in an unusual way; please change it by hand.`);
  }
  return [...respell(page, imports, call, functionPath(words, word, given === '' ? dotted : null)), ...rest];
}

/** The path of the function: that in torch where torch's was called, and where there is one. */
export function functionPath(words: ActivationWords, word: string, old: string | null): string {
  const isPlain = old !== null && /^torch\.[^.]+$/.test(old);
  if (words.plain !== null && (isPlain || words.functional === null)) return `torch.${words.plain}`;
  if (words.functional === null) throw new Refused(`torch has no function for ${word}.`);
  return `torch.nn.functional.${words.functional}`;
}

/** `x.sigmoid()` as `F.gelu(x)`. */
function fromMethod({ page, imports }: Site, call: Call, path: string, rest: string): readonly Change[] {
  if (call.func.nodeType !== 'Attribute') return [];
  const { start } = page.range(call);
  const { end } = page.range(call.func.value);
  return [
    insertion(start, `${imports.spell(path)}(`),
    { range: { start: end, end: page.range(call).end - 1 }, text: rest === '' ? '' : `, ${rest}` },
  ];
}
