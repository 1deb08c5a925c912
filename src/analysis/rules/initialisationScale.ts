/** How the weights on the path of delta are scaled, and what would suit their activation: the cause behind most findings. */
import { shortNumber } from '../../base/numbers';
import { fileName } from '../../base/paths';
import { isGiven } from '../../graph/givenWeights';
import type { ParameterNode } from '../../graph/network';
import type { ActivationReport, ParameterReport } from '../report';
import { people, suitableInitialisation } from '../suitable';
import type { Subject } from './rule';

/** The weight matrices along the flow. */
export interface WeightScale {
  /** Geometric mean of RMS(W) over He's standard deviation sqrt(2 / fanIn). */
  readonly overHe: number;
  /** Who chose it: the default of a framework that all the weights follow, else the user. */
  readonly chosenBy: 'pytorch' | 'keras' | 'user';
  readonly layers: number;
  /** The file that all of them were given from: then nobody drew them. Null: there is none. */
  readonly file: string | null;
  /** Where every weight was given as a number: the numbers and He's standard deviations, smallest and largest; else null. */
  readonly given: { readonly values: Range; readonly he: Range } | null;
}

type Range = readonly [smallest: number, largest: number];

/** The scale of the weights on the path from the first to the last weight layer; null without weights or with zero ones. */
export function weightScale({ network, report, evidence }: Subject): WeightScale | null {
  const nodes = new Map<string, ParameterNode>();
  for (const node of network.nodes) if (node.kind === 'parameter') nodes.set(node.name, node);
  let logarithms = 0;
  let layers = 0;
  const chosen = new Set<string>();
  const values: number[] = [];
  const he: number[] = [];
  const files = new Set<string | null>();
  for (const index of report.flow?.path ?? []) {
    const weight = report.layers[index]?.parameterReports.find(isWeightMatrix);
    const node = weight && nodes.get(weight.name);
    if (!node) continue;
    const suitable = Math.sqrt(2 / node.fans.fanIn);
    logarithms += Math.log(weight.rms / suitable);
    he.push(suitable);
    const value = evidence.constantWeights.get(node.name) === true ? givenValue(node) : null;
    if (value !== null) values.push(value);
    layers += 1;
    files.add((isGiven(node) ? node.initialisation.from : null) ?? null);
    chosen.add(weight.written ? 'user' : node.initialisation.name);
  }
  const overHe = Math.exp(logarithms / layers);
  if (!(overHe > 0) || !Number.isFinite(overHe)) return null;
  const only = chosen.size === 1 ? [...chosen][0] : 'user';
  return {
    overHe,
    layers,
    file: files.size === 1 ? ([...files][0] ?? null) : null,
    chosenBy: only === 'pytorch' || only === 'keras' ? only : 'user',
    given: values.length === layers ? { values: rangeOf(values), he: rangeOf(he) } : null,
  };
}

/** The number that the user wrote for a constant matrix; null for one that is drawn, which is constant too if it has one weight. */
function givenValue({ initialisation: { name, argument, values } }: ParameterNode): number | null {
  if (name === 'ones') return 1;
  return (name === 'constant' ? argument : values?.[0]) ?? null;
}

function rangeOf(values: readonly number[]): Range {
  return [Math.min(...values), Math.max(...values)];
}

function rangeText([smallest, largest]: Range): string {
  const [from, to] = [shortNumber(smallest), shortNumber(largest)];
  return from === to ? from : `${from} to ${to}`;
}

/** The scale as the beginning of a sentence: who draws the weights how large. */
export function scaleText({ chosenBy, overHe, given, file }: WeightScale): string {
  if (file !== null)
    return `the weights of ${fileName(file)} are at ${shortNumber(overHe)} times He's standard deviation`;
  if (given) {
    const [smallest, largest] = given.values;
    const magnitude = smallest < 0 ? ' in magnitude' : '';
    const mean = smallest === largest ? '' : ' in the mean';
    return `the weights, ${rangeText(given.values)}, are ${shortNumber(overHe)} times He's standard deviation (${rangeText(given.he)})${magnitude}${mean}`;
  }
  const beginnings = {
    pytorch: "PyTorch's default initialisation draws the weights",
    keras: "Keras's default initialisation draws the weights",
    user: 'the weights start',
  } as const;
  return `${beginnings[chosenBy]} at ${shortNumber(overHe)} times He's standard deviation`;
}

/** Whether a parameter connects units (rank 2 and more). */
export function isWeightMatrix(parameter: ParameterReport): boolean {
  return parameter.role === 'weight' && parameter.shape.length >= 2;
}

/** What may help against weights that came from a file: another start would be no start of them. */
export const forGivenWeights = 'Scale the inputs as they were scaled when these weights were trained.';

/** Whether all weights of a network were given, so that no law of initialisation is to be blamed or offered. */
export function areGiven({ report: { weights } }: Pick<Subject, 'report'>): boolean {
  return weights !== undefined && weights.given === weights.of;
}

/** Whether a framework's own default says how a parameter starts, by silence or by its name: that is not the user's choice. */
export function startsByDefault({ written, initialisation }: ParameterReport): boolean {
  return !written || /^(pytorch|keras)\b/.test(initialisation);
}

/** The activation that most layers of the path before its last weight layer use. */
export function hiddenActivation({ report }: Subject): ActivationReport | null {
  const { flow } = report;
  if (!flow) return null;
  const hidden = new Set(flow.path.filter((index) => index < flow.last));
  const uses = (activation: ActivationReport): number =>
    activation.layers.filter((index) => hidden.has(index)).length;
  return report.activations
    .filter((activation) => uses(activation) > 0)
    .reduce<ActivationReport | null>((most, next) => (most && uses(most) >= uses(next) ? most : next), null);
}

/** The initialisation that suits an activation: the network file's word for it, and whose it is. */
export function suitableText(activation: ActivationReport | null): string {
  const name = suitableInitialisation(activation?.name.split(' ')[0] ?? null);
  return `${name} (${people[name]})`;
}
