/** Lets weights start otherwise: the calls of torch.nn.init that are there are changed, others are added where layers are made. */
import { Refused, type Change } from '../../edit/draft';
import type { LayerIndex, Network, ParameterNode } from '../../../graph/network';
import type { Plain } from '../../reader';
import { replaceRest, respell } from './callText';
import type { Call } from './page';
import { rootOf, pathFrom } from './root';
import { ownAttribute, placeOf, placesOf, type Place, type Site } from './site';
import { startAsked, type Start } from './words';

/** The changes. @throws Refused */
export function initialise(site: Site, layers: readonly LayerIndex[], to: Plain): readonly Change[] {
  const start = startAsked(to);
  const changes: Change[] = [];
  const calls = new Set<Call>();
  const bare: LayerIndex[] = [];
  for (const layer of layers) {
    const weight = parameterOf(site.network, layer, 'weight');
    if (!weight) {
      throw new Refused(
        `${site.network.layers[layer]?.name ?? 'This'} has no weights whose start can be chosen.`,
      );
    }
    const call = writtenCall(site, weight);
    if (call && !calls.has(call)) changes.push(...rewritten(site, call, start));
    if (call) calls.add(call);
    else bare.push(layer);
  }
  return bare.length === 0 ? changes : [...changes, ...added(site, bare, start)];
}

/** The weight or the bias of a layer. */
export function parameterOf(
  { nodes }: Network,
  layer: LayerIndex,
  role: ParameterNode['role'],
): ParameterNode | undefined {
  return nodes.find(
    (node): node is ParameterNode => node.kind === 'parameter' && node.layer === layer && node.role === role,
  );
}

/** The call that writes the first values of a parameter; null where none does. */
export function writtenCall({ callAt }: Site, { written, name }: ParameterNode): Call | null {
  return written && callAt(written, `The start of ${name}`);
}

/** Another function of torch.nn.init on the same tensor. */
export function rewritten(site: Site, call: Call, { name, rest }: Start): readonly Change[] {
  const { page, imports } = site;
  const { func } = call;
  const path = `torch.nn.init.${name}`;
  if (imports.dotted(func)?.startsWith('torch.nn.init.') === true) {
    return [...respell(page, imports, call, path), ...replaceRest(page, call, 1, rest)];
  }
  const own = ownAttribute(site, call);
  if (own)
    return [page.linesBehind(own.statement, [lineOf(site, `${own.object}.${own.name}`, { name, rest })])];
  if (func.nodeType !== 'Attribute' || imports.dotted(func) !== null) {
    throw new Refused('The weights get their first values in an unusual way; please change it by hand.');
  }
  // self.fc.weight.data.normal_(0, 0.02)
  const { value } = func;
  const tensor = value.nodeType === 'Attribute' && value.attr === 'data' ? value.value : value;
  return [{ range: page.range(call), text: lineOf(site, page.textOf(tensor), { name, rest }) }];
}

/** `nn.init.kaiming_normal_(self.fc1.weight, nonlinearity='relu')`. */
export function lineOf({ imports }: Site, tensor: string, { name, rest }: Start): string {
  return `${imports.spell(`torch.nn.init.${name}`)}(${tensor}${rest === '' ? '' : `, ${rest}`})`;
}

/** Layers from which on a loop is shorter than a line for each. */
const loopFrom = 4;

function added(site: Site, layers: readonly LayerIndex[], start: Start): readonly Change[] {
  const direct = placesOf(site, layers).filter((place) => ownAttribute(site, place.call));
  const nested = layers.filter((layer) => !ownAttribute(site, placeOf(site, layer).call));
  if (nested.length === 0 && layers.length < loopFrom)
    return direct.flatMap((place) => behind(site, place, start));
  const loop = loopOver(site, layers, start);
  if (loop) return [atEnd(site, loop)];
  return [
    ...direct.flatMap((place) => behind(site, place, start)),
    ...(nested.length > 0 ? [atEnd(site, linesFor(site, nested, start))] : []),
  ];
}

/** Lines behind the statement that makes a layer. */
function behind(site: Site, { layer, call }: Place, start: Start): readonly Change[] {
  const own = ownAttribute(site, call);
  return own
    ? [site.page.linesBehind(own.statement, linesOf(site, layer, `${own.object}.${own.name}`, start))]
    : [];
}

function linesOf(site: Site, layer: LayerIndex, module: string, start: Start): readonly string[] {
  const bias = biasOf(site.network, layer);
  return [
    lineOf(site, `${module}.weight`, start),
    ...(bias === 'drawn' ? [lineOf(site, `${module}.bias`, { name: 'zeros_', rest: '' })] : []),
  ];
}

/** Whether a layer's bias begins with anything but what was chosen for it, or zero. */
function biasOf(network: Network, layer: LayerIndex): 'none' | 'chosen' | 'drawn' {
  const bias = parameterOf(network, layer, 'bias');
  if (!bias) return 'none';
  return bias.written || bias.initialisation.name === 'zeros' ? 'chosen' : 'drawn';
}

function linesFor(site: Site, layers: readonly LayerIndex[], start: Start): readonly string[] {
  const { object } = rootOf(site);
  return layers.flatMap((layer) =>
    linesOf(site, layer, pathFrom(object, site.network.layers[layer]?.name ?? ''), start),
  );
}

/** Lines behind all that makes the network. */
function atEnd(site: Site, lines: readonly string[]): Change {
  const { object, statement, returned } = rootOf(site);
  const { page } = site;
  if (!returned) return page.linesBehind(statement, lines);
  const { start } = page.range(statement);
  const indent = page.indentOf(statement);
  const text = page.textOf(statement).replace(/^return\b\s*/, '');
  const behindIt = [...lines, `return ${object}`].map((line) => `\n${indent}${line}`).join('');
  return { range: { start, end: page.range(statement).end }, text: `${object} = ${text}${behindIt}` };
}

/** A loop over modules that reaches these layers and no others of their class; null where none does, or it would be longer. */
function loopOver(site: Site, layers: readonly LayerIndex[], start: Start): readonly string[] | null {
  const { network, imports, page } = site;
  if (layers.length < 2) return null;
  const kinds = new Set(layers.map((layer) => network.layers[layer]?.kind));
  const classes = new Set(layers.map((layer) => imports.dotted(placeOf(site, layer).call.func)));
  const [cls] = classes;
  if (kinds.size > 1 || classes.size > 1 || cls?.startsWith('torch.nn.') !== true) return null;
  const [kind] = kinds;
  const alike = network.layers.flatMap((each, index) => (each.kind === kind ? [index] : []));
  const modules = modulesOf(site, layers, alike);
  if (modules === null || (modules.isSlice && layers.length < loopFrom)) return null;
  const biases = layers.map((layer) => biasOf(network, layer));
  const unit = page.indentUnit;
  const zero = lineOf(site, 'module.bias', { name: 'zeros_', rest: '' });
  const all = biases.every((bias) => bias === 'drawn');
  return [
    `for module in ${modules.text}:`,
    `${unit}if isinstance(module, ${imports.spell(cls)}):`,
    `${unit}${unit}${lineOf(site, 'module.weight', start)}`,
    ...(all ? [`${unit}${unit}${zero}`] : []),
    ...(!all && biases.includes('drawn')
      ? [`${unit}${unit}if module.bias is not None:`, `${unit}${unit}${unit}${zero}`]
      : []),
  ];
}

/** `self.modules()`, or the first of the items of one container. */
function modulesOf(
  site: Site,
  layers: readonly LayerIndex[],
  alike: readonly LayerIndex[],
): { readonly text: string; readonly isSlice: boolean } | null {
  const { object } = rootOf(site);
  const asked = new Set(layers);
  if (alike.every((layer) => asked.has(layer))) return { text: `${object}.modules()`, isSlice: false };
  const split = (layer: LayerIndex): readonly [string, number] => {
    const name = site.network.layers[layer]?.name ?? '';
    const cut = name.lastIndexOf('.');
    return [name.slice(0, Math.max(0, cut)), Number(name.slice(cut + 1))];
  };
  const [container] = split(layers[0] ?? 0);
  const inside = alike
    .map((layer) => ({ layer, place: split(layer) }))
    .filter(({ place }) => place[0] === container);
  const last = Math.max(...layers.map((layer) => split(layer)[1]));
  const fits =
    inside.every(({ layer, place }) => asked.has(layer) === place[1] <= last) &&
    layers.every((layer) => split(layer)[0] === container) &&
    Number.isInteger(last);
  if (!fits) return null;
  const beyond = inside.find(({ place }) => place[1] > last)?.place[1];
  const path = pathFrom(object, container);
  return { text: beyond === undefined ? path : `${path}[:${beyond}]`, isSlice: true };
}
