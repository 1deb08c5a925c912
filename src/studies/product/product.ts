/** The product of one gradient: every factor that backprop multiplies between the loss and a parameter, measured on one run. */
import { maximumDerivative } from '../../analysis/activations';
import type { LayerReport, ParameterReport } from '../../analysis/report';
import type { Row } from '../../analysis/rows';
import { rootMeanSquare } from '../../analysis/statistics';
import { scheduleOf } from '../../engine/schedule';
import { gradientOf, valueOf, type Keep, type Trace } from '../../engine/trace';
import type { Network, NodeIndex, OpNode, ParameterNode } from '../../graph/network';
import type { FirstRun } from '../../inspect/firstRun';
import { ops } from '../../ops/table';
import type { Kernels } from '../../tensor/kernels';
import { StudyRefused } from '../study';
import { telescoped, type Draft, type Factor, type FactorSymbol } from './factors';
import { gradientThrough, isSame, nameOfNode, terrainOf, wayTo, type Crossing, type Terrain } from './way';

/** The gradient of one parameter as its product. */
export interface Product {
  /** From the loss back to the parameter. */
  readonly factors: readonly Factor[];
  /** RMS of the parameter's gradient: the last product, and what the report says. */
  readonly gradient: number;
  /** Samples of the batch. */
  readonly samples: number;
  /** Whether the loss is a mean over them; then the factors up to the last but one are those of one sample's own loss. */
  readonly mean: boolean;
  readonly sums: ProductSums;
}

/** The way from delta of the last weight layer to delta of this one (or to its output, for a parameter of the activation) in groups. */
export interface ProductSums {
  /** The two ends as layers of the report. */
  readonly first: number;
  readonly last: number;
  /** Layers crossed, and the activations on the way. */
  readonly steps: number;
  readonly activationCount: number;
  /** Product of max |f'| over the activations crossed; null when one of them is no function of one number. */
  readonly activationBound: number | null;
  readonly activations: number;
  readonly weights: number;
  /** Everything else: normalisation, pooling, joins, other ways. */
  readonly others: number;
}

/** One parameter with its place. */
export interface Asked {
  readonly node: NodeIndex;
  readonly parameter: ParameterNode;
  /** Its row, and the op that takes it (null: several do). */
  readonly row: number;
  readonly user: OpNode | null;
  /** It belongs to the activation that is merged into the row. */
  readonly ofActivation: boolean;
  readonly report: ParameterReport;
  readonly crossings: readonly Crossing[];
  readonly terrain: Terrain;
}

/** Finds a parameter and the way to it. @throws StudyRefused when there is none that the loss reaches */
export function findParameter({ network, rows, plan, analysis }: FirstRun, name: string): Asked {
  const node = network.nodes.findIndex(
    (candidate) => candidate.kind === 'parameter' && candidate.name === name,
  );
  const parameter = network.nodes[node];
  if (parameter?.kind !== 'parameter')
    throw new StudyRefused(`The network has no parameter ${name} any more.`);
  const terrain = terrainOf(network, rows);
  const row = terrain.rowOfLayer.get(parameter.layer) ?? -1;
  const report = analysis.layers[row]?.parameterReports.find((candidate) => candidate.name === name);
  if (analysis.loss === null)
    throw new StudyRefused('The network has no loss, so that nothing has a gradient.');
  if (!report || report.gradientRms === null) throw new StudyRefused(`The loss does not reach ${name}.`);
  const { runsBack } = scheduleOf(network);
  const several = (index: NodeIndex): boolean => (plan.types[index]?.length ?? 0) > 1;
  const reaches = ({ before }: Row, delta: number | null): boolean =>
    delta !== null || (runsBack[before.node] === true && several(before.node));
  const crossings = wayTo(terrain, row, {
    row: (index) => rows[index] !== undefined && reaches(rows[index], analysis.layers[index]?.delta ?? null),
    node: (index) => runsBack[index] === true,
  });
  const users = [...new Set(terrain.users[node])].map((index) => network.nodes[index]);
  const [user] = users.length === 1 ? users : [];
  const ofActivation = rows[row]?.layer !== parameter.layer;
  return {
    ...{ node, parameter, row, report, crossings, terrain, ofActivation },
    user: user?.kind === 'op' ? user : null,
  };
}

/** The tensors that `productOf` looks at. */
export function keptForProduct({ node, row, crossings, terrain, user }: Asked): Keep {
  const { rows, network } = terrain;
  const values = new Set<NodeIndex>(user?.args.map((arg) => arg.node));
  const gradients = new Set<NodeIndex>([node]);
  for (const index of [row, ...crossings.map(({ from }) => from)]) {
    const at = rows[index];
    if (at?.activation) values.add(at.before.node);
  }
  for (const { value, own, others } of crossings) {
    gradients.add(value.node);
    if (others.length === 0) continue;
    for (const index of own) {
      const op = network.nodes[index];
      gradients.add(index);
      if (op?.kind === 'op') for (const arg of op.args) values.add(arg.node);
    }
  }
  return { values, gradients };
}

/** The product, from the run's numbers and tensors. */
export function productOf(
  asked: Asked,
  { analysis, rows }: FirstRun,
  trace: Trace,
  kernels: Kernels,
): Product {
  const { terrain, crossings, row, report } = asked;
  const mean = isMean(trace.network);
  const layers = analysis.layers;
  const drafting: Drafting = { terrain, trace, kernels, layers, scale: mean ? trace.batch : 1 };
  const on = [...crossings.map(({ from }) => from), row];
  const last = on.find((index) => rows[index]?.role === 'weighted') ?? row;
  const drafts: Draft[] = [lossDraft(drafting, on[0] ?? row)];
  let deltaOfLast = 0;
  on.forEach((index, place) => {
    const crossing = crossings[place];
    if (crossing || !asked.ofActivation) drafts.push(...activationDrafts(drafting, index));
    if (index === last) deltaOfLast = drafts.length;
    if (crossing) drafts.push(...crossingDrafts(drafting, crossing));
  });
  const crossed = [deltaOfLast, drafts.length] as const;
  drafts.push(...endDrafts(drafting, asked, mean));
  const factors = telescoped(drafts);
  return {
    factors,
    gradient: report.gradientRms ?? NaN,
    samples: trace.batch,
    mean,
    sums: {
      ...{ first: row, last, steps: on.indexOf(row) - on.indexOf(last) },
      ...sumsOf(factors.slice(...crossed), rows),
    },
  };
}

interface Drafting {
  readonly terrain: Terrain;
  readonly trace: Trace;
  readonly kernels: Kernels;
  readonly layers: readonly LayerReport[];
  /** Gradients of a mean loss are taken times its samples, so that the mean can stand at the end. */
  readonly scale: number;
}

function lossDraft({ layers, scale }: Drafting, index: number): Draft {
  const layer = layers[index];
  const gradient = scale * (layer?.outputGradient ?? NaN);
  const symbol: FactorSymbol = { form: 'loss-gradient', layer: layer?.name ?? '' };
  return { symbol, group: 'ends', layer: index, kind: 'loss', norm: gradient, gradient };
}

/** What a row's activation does; nothing where it has none or where it is crossed as a layer of its own. */
function activationDrafts({ terrain, trace, layers, scale }: Drafting, index: number): readonly Draft[] {
  const row = terrain.rows[index];
  const layer = layers[index];
  if (!row?.activation || !layer || isSame(row.before, row.after)) return [];
  const before = valueOf(trace, row.before);
  const kind = layer.activation ?? row.activation.call.op;
  const { curve } = row;
  const norm = curve && before ? rootMeanSquare({ data: before.data.map(curve.f.derivative) }) : null;
  const symbol: FactorSymbol = { form: 'activation-derivative', layer: layer.name, activation: kind };
  return [{ symbol, group: 'activation', layer: index, kind, norm, gradient: scale * (layer.delta ?? NaN) }];
}

/** What the layer `from` does to delta on the way to the output of `to`, and what other ways add there. */
function crossingDrafts(drafting: Drafting, crossing: Crossing): readonly Draft[] {
  const { terrain, scale } = drafting;
  const { from, to, others } = crossing;
  const [row, source] = [terrain.rows[from], terrain.rows[to]];
  if (!row || !source) return [];
  const all = scale * gradientTaken(drafting, crossing);
  const part = others.length === 0 ? null : partOf(drafting, crossing);
  const drafts: Draft[] = [];
  const through = part === null ? all : scale * part.rms;
  if (!isSame(row.before, crossing.value)) drafts.push(layerDraft(drafting, from, through));
  if (others.length > 0) {
    const names = [...new Set(others.map((index) => nameOfNode(terrain, index)))];
    const symbol: FactorSymbol = { form: 'other-paths', through: names };
    const share = part?.share ?? null;
    drafts.push({ symbol, group: 'other', layer: to, kind: 'sum', norm: null, gradient: all, share });
  }
  return drafts;
}

function layerDraft({ terrain, layers }: Drafting, index: number, gradient: number): Draft {
  const row = terrain.rows[index];
  const layer = layers[index];
  const name = layer?.name ?? '';
  const shared = { layer: index, kind: layer?.kind ?? '', gradient };
  if (row?.role === 'activation') {
    const activation = layer?.activation ?? name;
    const symbol = { form: 'activation-derivative', layer: name, activation } as const;
    return { ...shared, symbol, group: 'activation', norm: null };
  }
  const weight = layer?.parameterReports.find(({ role }) => role === 'weight');
  const group = row?.role === 'weighted' ? 'weights' : 'other';
  const norm = group === 'weights' ? (weight?.rms ?? null) : null;
  const plain = isPlainLinear(terrain, index);
  return { ...shared, symbol: { form: plain ? 'transposed-weights' : 'jacobian', layer: name }, group, norm };
}

/** RMS of the gradient of what is taken, which is the output that the report has unless the layer gives several. */
function gradientTaken({ terrain, trace, layers }: Drafting, { to, value }: Crossing): number {
  const after = terrain.rows[to]?.after;
  if (after && isSame(after, value)) return layers[to]?.outputGradient ?? NaN;
  const gradient = gradientOf(trace, value);
  return gradient ? rootMeanSquare(gradient) : NaN;
}

/** RMS of the gradient that comes this way alone, and its share of the whole. */
function partOf(
  { trace, kernels }: Drafting,
  { value, own }: Crossing,
): { readonly rms: number; readonly share: number } | null {
  const whole = gradientOf(trace, value);
  const part = whole && gradientThrough(trace, value, own, kernels);
  if (!part) return null;
  let product = 0;
  let square = 0;
  part.forEach((share, at) => {
    const total = whole.data[at] ?? NaN;
    product += share * total;
    square += total * total;
  });
  return { rms: rootMeanSquare({ data: part }), share: product / square };
}

/** What the layer takes (or whatever else stands beside the parameter), and the mean over the batch. */
function endDrafts(
  { terrain, trace, layers, scale }: Drafting,
  asked: Asked,
  mean: boolean,
): readonly Draft[] {
  const { parameter, report, row } = asked;
  const layer = layers[row];
  const gradient = report.gradientRms ?? NaN;
  const { symbol, norm } = endSymbol(terrain, trace, asked, layer?.name ?? '');
  const end: Draft = {
    symbol,
    group: 'ends',
    layer: row,
    kind: parameter.role,
    norm,
    gradient: scale * gradient,
  };
  if (!mean) return [end];
  const samples = trace.batch;
  const divided: FactorSymbol = { form: 'mean', samples };
  return [end, { symbol: divided, group: 'ends', layer: null, kind: 'mean', norm: 1 / samples, gradient }];
}

function endSymbol(
  terrain: Terrain,
  trace: Trace,
  { user, parameter, ofActivation }: Asked,
  layer: string,
): { readonly symbol: FactorSymbol; readonly norm: number | null } {
  const [taken] = user?.args ?? [];
  if (user?.call.op === 'linear' && taken && (parameter.role === 'weight' || parameter.role === 'bias')) {
    if (parameter.role === 'bias') return { symbol: { form: 'ones' }, norm: 1 };
    const input = valueOf(trace, taken);
    const symbol = { form: 'transposed-input', of: sourceName(terrain, taken.node) } as const;
    return { symbol, norm: input ? rootMeanSquare(input) : null };
  }
  const of = ofActivation ? 'A' : 'Z';
  return { symbol: { form: 'parameter-derivative', of, layer, parameter: parameter.name }, norm: null };
}

/** What hands on a value: the row's layer where it ends a row, else the layer of the op, else the network's input. */
function sourceName({ network, rows }: Terrain, node: NodeIndex): string {
  const row = rows.find(({ after }) => after.node === node);
  const source = network.nodes[node];
  if (source?.kind === 'input') return source.name;
  const layer = row?.layer ?? (source?.kind === 'op' ? source.layer : null);
  return (layer === null ? undefined : network.layers[layer]?.name) ?? 'input';
}

/** Whether the layer's only weighted op is a fully connected one, and nothing else stands before its activation. */
function isPlainLinear({ network, rows }: Terrain, index: number): boolean {
  const row: Row | undefined = rows[index];
  const own = network.nodes.filter((node) => node.kind === 'op' && node.layer === row?.layer);
  const [first] = own;
  return own.length === 1 && first?.kind === 'op' && first.call.op === 'linear';
}

/** Whether the loss is a mean over the samples. */
export function isMean({ loss, nodes }: Network): boolean {
  const node = loss && nodes[loss.node];
  if (node?.kind !== 'op' || ops[node.call.op].role !== 'loss') return false;
  const { attributes } = node.call;
  const reduction = 'reduction' in attributes ? attributes.reduction : undefined;
  return reduction !== 'sum' && reduction !== 'none';
}

function sumsOf(
  crossed: readonly Factor[],
  rows: readonly Row[],
): Omit<ProductSums, 'first' | 'last' | 'steps'> {
  const product = (of: Factor['group']): number =>
    crossed.reduce((all, { group, ratio }) => (group === of ? all * (ratio ?? 0) : all), 1);
  return {
    activationBound: boundOf(crossed, rows),
    activationCount: crossed.filter(({ group }) => group === 'activation').length,
    activations: product('activation'),
    weights: product('weights'),
    others: product('other'),
  };
}

function boundOf(factors: readonly Factor[], rows: readonly Row[]): number | null {
  let bound = 1;
  for (const { group, layer } of factors) {
    const curve = group === 'activation' && layer !== null ? rows[layer]?.curve : undefined;
    if (curve === null) return null;
    if (curve) bound *= maximumDerivative(curve);
  }
  return bound;
}
