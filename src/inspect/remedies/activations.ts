/** Candidates that put another activation in the place of hidden ones, or something beside them. */
import { activationName } from '../../analysis/activations';
import { activationBehind } from '../../analysis/rows';
import type { LayerIndex, OpNode } from '../../graph/network';
import type { ActivationName } from '../../ops/activations/table';
import type { Intent } from '../../readers/reader';
import { normalisableLayers } from '../normalised';
import { hiddenActivationLayers } from '../variants';
import type { Candidate, Patient } from './remedy';
import { startsText, suitableStarts, weightOf } from './starts';

/** Another activation in all hidden layers, by itself and with the start that suits it. */
export function activate(...names: readonly ActivationName[]): (patient: Patient) => readonly Candidate[] {
  return (patient) =>
    names.flatMap((name) => {
      const layers = others(patient, name);
      if (layers.length === 0) return [];
      const exchange: Intent = { kind: 'activate', layers, to: name };
      const starts = suitableStarts(
        patient,
        (_weight, _row, index) => activationBehind(patient.rows, index) !== null,
        name,
      );
      const title = `Use ${name} in the hidden ${layers.length === 1 ? 'layer' : 'layers'}`;
      const alone: Candidate = { title, intents: [exchange], judgedBy: 'inspection' };
      if (starts.length === 0) return [alone];
      const both = { title: `${title}, initialised with ${startsText(starts)}` };
      return [alone, { ...alone, ...both, intents: [exchange, ...starts] }];
    });
}

/** Hidden layers with another activation than this one. */
function others({ network }: Patient, name: ActivationName): readonly LayerIndex[] {
  const called = new Map<LayerIndex, OpNode>();
  for (const node of network.nodes)
    if (node.kind === 'op' && node.layer !== null) called.set(node.layer, node);
  return hiddenActivationLayers(network).filter((layer) => {
    const node = called.get(layer);
    return node !== undefined && activationName(node.call).split(' ')[0] !== name;
  });
}

/** Another activation in the finding's own layer alone. */
export function activateHere(
  ...names: readonly ActivationName[]
): (patient: Patient) => readonly Candidate[] {
  return ({ network, rows, finding }) => {
    const row = finding.layer === null ? undefined : rows[finding.layer];
    const layer = row?.activationLayer ?? null;
    if (layer === null || !hiddenActivationLayers(network).includes(layer)) return [];
    const name = network.layers[layer]?.name ?? '';
    return names.map((to) => ({
      title: `Use ${to} in place of ${name}`,
      intents: [{ kind: 'activate', layers: [layer], to }],
      judgedBy: 'inspection',
    }));
  };
}

/** A norm behind every hidden layer with weights that has none: over features, or over channels of images. */
export function normalise({ network, rows }: Patient): readonly Candidate[] {
  const hosts = new Set(normalisableLayers(network));
  const bare = rows.flatMap((row): LayerIndex[] => {
    const next = row.next === null ? undefined : rows[row.next];
    return hosts.has(row.layer) && next?.role !== 'normalisation' ? [row.layer] : [];
  });
  if (bare.length === 0) return [];
  const images = rows.some(
    (row) => bare.includes(row.layer) && (weightOf(network, row)?.shape.length ?? 0) > 2,
  );
  const norms = images ? (['batch-norm'] as const) : (['layer-norm', 'batch-norm'] as const);
  return norms.map((layer) => ({
    title: `Put a ${layer.replace('-', ' ')} after ${bare.length === 1 ? 'the' : 'each'} hidden layer`,
    intents: [{ kind: 'insert', layers: bare, side: 'after', layer }],
    judgedBy: 'inspection',
  }));
}

/** The functions that are misplaced in hidden layers, each exchanged. */
export function replaceMisplaced({ network }: Patient): readonly Candidate[] {
  const outputs = new Set(network.outputs.map(({ node }) => node));
  const layers = network.nodes.flatMap((node, index): LayerIndex[] =>
    node.kind === 'op' && node.layer !== null && !outputs.has(index) && misplaced.has(node.call.op)
      ? [node.layer]
      : [],
  );
  if (layers.length === 0) return [];
  return (['relu', 'tanh', 'sigmoid'] as const).map((to) => ({
    title: `Use ${to} in ${layers.length === 1 ? 'its place' : 'their places'}`,
    intents: [{ kind: 'activate', layers, to }],
    judgedBy: 'inspection',
  }));
}

const misplaced: ReadonlySet<string> = new Set(['step', 'exponential', 'softmax', 'softmin']);
