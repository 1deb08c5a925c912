/** Sets an option of layers: an argument of the call that makes them, or of the function that they are. */
import { Refused, type Change } from '../../edit/draft';
import { wordOf } from '../../edit/plain';
import type { LayerIndex } from '../../../graph/network';
import type { Plain } from '../../reader';
import { pythonText, setArgument } from './callText';
import { ownAttribute, placeOf, placesOf, type Place, type Site } from './site';
import { lineOf, parameterOf, rewritten, writtenCall } from './starting';
import { startAsked } from './words';

/** An argument of torch: its place among those without a name, and its name. */
type Argument = readonly [place: number | null, name: string];

/** Our options by what torch calls them, for layers whose word fits; the first row that does. */
const rows: readonly (readonly [kinds: RegExp, options: Readonly<Record<string, Argument>>])[] = [
  [/^linear$/, { units: [1, 'out_features'], channels: [1, 'out_features'], bias: [2, 'bias'] }],
  [
    /conv/,
    {
      ...{ channels: [1, 'out_channels'], units: [1, 'out_channels'], kernel: [2, 'kernel_size'] },
      ...{ stride: [3, 'stride'], padding: [4, 'padding'], bias: [null, 'bias'] },
    },
  ],
  [/dropout/, { rate: [0, 'p'] }],
  [/norm/, { momentum: [null, 'momentum'], epsilon: [null, 'eps'] }],
  [
    /^(rnn|lstm|gru)$/,
    {
      units: [1, 'hidden_size'],
      layers: [2, 'num_layers'],
      bias: [null, 'bias'],
      dropout: [null, 'dropout'],
    },
  ],
  [/^embedding$/, { units: [1, 'embedding_dim'] }],
  [/^leaky-relu$/, { slope: [0, 'negative_slope'] }],
  [/^(elu|celu)$/, { alpha: [0, 'alpha'] }],
];

/** The changes. @throws Refused */
export function setOption(
  site: Site,
  layers: readonly LayerIndex[],
  option: string,
  to: Plain,
): readonly Change[] {
  // Biases that are written as numbers in a network file begin in a program with what a call writes; see bias-init.
  if (option === 'biases' && to === null) return [];
  if (option === 'bias-init') return layers.flatMap((layer) => startOfBias(site, layer, to));
  if (option === 'recurrent-init') return layers.flatMap((layer) => recurrentStart(site, layer, to));
  return placesOf(site, layers).flatMap((place) => argument(site, place, option, to));
}

function argument({ page }: Site, place: Place, option: string, to: Plain): readonly Change[] {
  const { kind, call, isFunction, name } = place;
  const [, options = {}] = rows.find(([kinds]) => kinds.test(kind)) ?? [];
  const found = options[option];
  if (!found) throw new Refused(`${name} has no option ${option} that can be set from here.`);
  const [index, own] = found;
  const shift = isFunction ? 1 : 0;
  return setArgument(
    page,
    call,
    index === null ? null : index + shift,
    own,
    to === null ? null : pythonText(to),
  );
}

function startOfBias(site: Site, layer: LayerIndex, to: Plain): readonly Change[] {
  const [word, argumentOf] = wordOf(to);
  if (word === 'forget-gate' || (word === null && argumentOf === null)) return openGate(site, layer, 1);
  if (to !== null && typeof to === 'object' && 'forget-gate' in to)
    return openGate(site, layer, Number(argumentOf));
  const bias = parameterOf(site.network, layer, 'bias');
  const place = placeOf(site, layer);
  if (!bias) throw new Refused(`${place.name} has no bias.`);
  const start = startAsked(to);
  const call = writtenCall(site, bias);
  if (call) return rewritten(site, call, start);
  const own = ownAttribute(site, place.call);
  if (!own) throw new Refused(`${place.name} stands among others; please set its bias by hand.`);
  return [site.page.linesBehind(own.statement, [lineOf(site, `${own.object}.${own.name}.bias`, start)])];
}

/** Behind the statement that makes a recurrent layer, a loop over its parameters. */
function recurrentStart(site: Site, layer: LayerIndex, to: Plain): readonly Change[] {
  const place = placeOf(site, layer);
  const start = startAsked(to);
  return behind(site, place, (unit) => [
    `${unit}if name.startswith('weight_hh'):`,
    `${unit}${unit}${lineOf(site, 'parameter', start)}`,
  ]);
}

/** The forget gate is the second quarter of an LSTM's biases; of its two vectors of biases one carries the number. */
function openGate(site: Site, layer: LayerIndex, value: number): readonly Change[] {
  const place = placeOf(site, layer);
  const fill = site.imports.spell('torch.nn.init.constant_');
  return behind(site, place, (unit) => [
    `${unit}if name.startswith('bias_ih'):`,
    `${unit}${unit}${fill}(parameter.chunk(4)[1], ${pythonText(value)})`,
    `${unit}if name.startswith('bias_hh'):`,
    `${unit}${unit}${fill}(parameter.chunk(4)[1], 0)`,
  ]);
}

function behind(site: Site, place: Place, lines: (unit: string) => readonly string[]): readonly Change[] {
  const own = ownAttribute(site, place.call);
  if (!own) throw new Refused(`${place.name} stands among others; please choose its start by hand.`);
  const loop = `for name, parameter in ${own.object}.${own.name}.named_parameters():`;
  return [site.page.linesBehind(own.statement, [loop, ...lines(site.page.indentUnit)])];
}
