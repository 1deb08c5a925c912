/** Candidates for findings about one layer or field: dropout, norms, stacks, scales, rates and clipping. */
import { linearPairs } from '../../analysis/rules/linearStack';
import { roleOf } from '../../analysis/rules/paths';
import { isCall } from '../../analysis/rules/structure';
import { shortNumber } from '../../base/numbers';
import type { LayerIndex } from '../../graph/network';
import { rateDefaults, usualTraining } from '../../graph/training';
import { usersOf } from '../../graph/users';
import type { Intent } from '../../readers/reader';
import type { Candidate, Patient } from './remedy';

/** The rate one half, and the share that is kept where that was meant. */
export function lessDropout(patient: Patient): readonly Candidate[] {
  const layer = ownLayer(patient);
  if (layer === null) return [];
  const { value } = patient.finding;
  const rates = [0.5, ...(value >= 0.8 && value < 1 ? [Number((1 - value).toPrecision(3))] : [])];
  return rates.map((to) => ({
    title: `Set the rate of ${patient.network.layers[layer]?.name ?? ''} to ${shortNumber(to)}`,
    intents: [{ kind: 'set-option', layers: [layer], option: 'rate', to }],
    judgedBy: 'inspection',
  }));
}

/** An activation behind the first layer of each pair that has none between. */
export function fillStack({ network }: Patient): readonly Candidate[] {
  const layers = [...linearPairs(network)].flatMap(([{ layer }]) => (layer === null ? [] : [layer]));
  if (layers.length === 0) return [];
  return (['relu', 'tanh'] as const).map((layer) => ({
    title: `Put a ${layer} between ${layers.length === 1 ? 'the two layers' : 'the layers of each pair'}`,
    intents: [{ kind: 'insert', layers, side: 'after', layer }],
    judgedBy: 'inspection',
  }));
}

/** What is right depends on which misuse it is: a bias, a dropout, or a batch of one. */
export function mendNorm(patient: Patient): readonly Candidate[] {
  const { network, rows, finding } = patient;
  const norms = network.nodes.flatMap((node) =>
    isCall(node, 'batch-norm') && node.layer !== null ? [node.layer] : [],
  );
  if (finding.severity === 'error') return withMoreNumbers(patient, norms);
  const row = finding.layer === null ? undefined : rows[finding.layer];
  if (row?.role !== 'noise') return withoutBias(patient);
  const dropout = row.layer;
  const last = norms.at(-1);
  const name = network.layers[dropout]?.name ?? '';
  const remove: Intent = { kind: 'remove', layers: [dropout] };
  const value = network.nodes.find((node) => node.kind === 'op' && node.layer === dropout);
  const layer = isCall(value, 'dropout') ? { dropout: value.call.attributes.rate } : null;
  const moved: readonly Candidate[] =
    last === undefined || layer === null
      ? []
      : [
          {
            title: `Move ${name} behind the last batch norm`,
            intents: [{ kind: 'insert', layers: [last], side: 'after', layer }, remove],
            judgedBy: 'inspection',
          },
        ];
  return [...moved, { title: `Leave ${name} out`, intents: [remove], judgedBy: 'inspection' }];
}

function withMoreNumbers({ network }: Patient, norms: readonly LayerIndex[]): readonly Candidate[] {
  return [
    {
      title: `Use layer norm in place of ${norms.length === 1 ? 'the batch norm' : 'the batch norms'}`,
      intents: [
        { kind: 'insert', layers: norms, side: 'after', layer: 'layer-norm' },
        { kind: 'remove', layers: norms },
      ],
      judgedBy: 'inspection',
    },
    ...(network.training?.batch === 1
      ? ([
          {
            title: 'Train with 32 samples a step',
            intents: [{ kind: 'set-training', field: 'batch', to: 32 }],
            judgedBy: 'inspection',
          },
        ] as const)
      : []),
  ];
}

/** Layers with weights and a bias whose only user is a batch norm. */
function withoutBias({ network }: Patient): readonly Candidate[] {
  const users = usersOf(network);
  const layers = network.nodes.flatMap((node, index): LayerIndex[] => {
    const [user, ...others] = users[index] ?? [];
    if (node.kind !== 'op' || node.layer === null || roleOf(node) !== 'weighted') return [];
    const biased = node.args.some((value) => {
      const argument = network.nodes[value.node];
      return argument?.kind === 'parameter' && argument.role === 'bias';
    });
    const norm = others.length === 0 && user !== undefined && isCall(network.nodes[user], 'batch-norm');
    return biased && norm ? [node.layer] : [];
  });
  if (layers.length === 0) return [];
  return [
    {
      title: `Remove the ${layers.length === 1 ? 'bias' : 'biases'} before batch norm`,
      intents: [{ kind: 'set-option', layers, option: 'bias', to: false }],
      judgedBy: 'inspection',
    },
  ];
}

/** Inputs brought to about size 1 where the data are read, or by a norm at the front. */
export function scaleInputs({ network, rows }: Patient): readonly Candidate[] {
  const { dataset } = network;
  if (!dataset) return [];
  const largest = dataset.inputs.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  const first = rows[0]?.layer;
  const factor = factorFor(largest);
  // What the source multiplies them with takes the place of what it did, and they have been multiplied with that.
  const scale = Number((factor * (dataset.scale ?? 1)).toPrecision(3));
  const scaled: readonly Candidate[] =
    factor !== 1 && Number.isFinite(scale)
      ? [
          {
            title: `Scale the inputs by ${shortNumber(scale)}`,
            intents: [{ kind: 'set-data', field: 'scale', to: scale }],
            judgedBy: 'inspection',
          },
        ]
      : [];
  if (first === undefined) return scaled;
  return [
    ...scaled,
    {
      title: 'Normalise the inputs with a batch norm',
      intents: [{ kind: 'insert', layers: [first], side: 'before', layer: 'batch-norm' }],
      judgedBy: 'inspection',
    },
  ];
}

/** 1 / 255 for pixels, else a power of ten; infinite for zero and what is hardly more. */
function factorFor(largest: number): number {
  if (largest > 127 && largest <= 255) return 0.00392;
  return Number((10 ** -Math.ceil(Math.log10(largest))).toPrecision(3));
}

/** Usual rates of the optimizer. */
export function usualRate({ network }: Patient): readonly Candidate[] {
  const { optimizer, rate } = network.training ?? usualTraining;
  const rates = new Set(
    optimizer.kind === 'sgd' ? [0.1, 0.01, 0.001] : [rateDefaults[optimizer.kind], 3e-4, 1e-2],
  );
  return [...rates].flatMap((to): Candidate[] =>
    to === rate
      ? []
      : [{ title: `Set the rate to ${shortNumber(to)}`, intents: [rateIntent(to)], judgedBy: 'training' }],
  );
}

function rateIntent(to: number): Intent {
  return { kind: 'set-training', field: 'rate', to };
}

/** A bound on the norm of the gradient, where there is none. */
export function clip({ network }: Patient): readonly Candidate[] {
  const { clipNorm, clipValue } = network.training ?? usualTraining;
  if (clipNorm !== null || clipValue !== null) return [];
  return [
    {
      title: 'Clip the gradient norm to 1',
      intents: [{ kind: 'set-training', field: 'clip-norm', to: 1 }],
      judgedBy: 'training',
    },
  ];
}

/** The layer that a finding is about. */
function ownLayer({ rows, finding }: Patient): LayerIndex | null {
  return finding.layer === null ? null : (rows[finding.layer]?.layer ?? null);
}
