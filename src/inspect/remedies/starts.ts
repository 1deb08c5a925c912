/** Candidates that let weights start otherwise. */
import { activationBehind, type Row } from '../../analysis/rows';
import { suitableInitialisation } from '../../analysis/suitable';
import { listed } from '../../base/words';
import { isGiven } from '../../graph/givenWeights';
import type { LayerIndex, Network, ParameterNode } from '../../graph/network';
import { recurrent } from '../../ops/recurrent/table';
import type { Intent } from '../../readers/reader';
import type { Candidate, Patient } from './remedy';

/** Ops with weights that a start by fan suits; those of recurrent layers and of attention have starts of their own. */
const startable: ReadonlySet<string> = new Set(['linear', 'convolution', 'transposed-convolution']);

/** Weights with the start that suits the activation behind them; `which` leaves out some. */
export function suitableStarts(
  { network, rows }: Pick<Patient, 'network' | 'rows'>,
  which: (weight: ParameterNode, row: Row, index: number) => boolean,
  activation: string | null = null,
): readonly Intent[] {
  const byStart = new Map<string, LayerIndex[]>();
  for (const [index, row] of rows.entries()) {
    const weight = weightOf(network, row);
    // Another start changes nothing of what comes from a file.
    if (!weight || isGiven(weight) || !which(weight, row, index)) continue;
    const behind = activationBehind(rows, index)?.call.op ?? null;
    const start = suitableInitialisation(behind === null ? null : (activation ?? behind));
    // What is drawn so already is not written anew, unless its numbers do not come from a draw.
    if (weight.initialisation.name === start && weight.initialisation.argument === undefined) continue;
    byStart.set(start, [...(byStart.get(start) ?? []), row.layer]);
  }
  return [...byStart].map(([to, layers]): Intent => ({ kind: 'initialise', layers, to }));
}

/** The weight of a row that is linear or convolutional. */
export function weightOf({ nodes }: Network, row: Row): ParameterNode | null {
  if (row.role !== 'weighted') return null;
  for (const node of nodes) {
    if (node.kind !== 'op' || node.layer !== row.layer || !startable.has(node.call.op)) continue;
    const weight = node.args.map((value) => nodes[value.node]).find((each) => each?.kind === 'parameter');
    if (weight?.kind === 'parameter' && weight.role === 'weight') return weight;
  }
  return null;
}

/** The starts of some intents in words: he-normal and xavier-normal. */
export function startsText(intents: readonly Intent[]): string {
  return listed(
    intents.flatMap((intent) =>
      intent.kind === 'initialise' && typeof intent.to === 'string' ? [intent.to] : [],
    ),
  );
}

/** Every layer before a hidden activation as suits it, and the others where the user chose their start. */
export function initialise(patient: Patient): readonly Candidate[] {
  return asCandidate(
    suitableStarts(
      patient,
      (weight, _row, index) => activationBehind(patient.rows, index) !== null || weight.written !== null,
    ),
  );
}

/** The finding's own layer alone. */
export function initialiseOwn(patient: Patient): readonly Candidate[] {
  const { network, rows, finding } = patient;
  const name = network.layers[rows[finding.layer ?? -1]?.layer ?? -1]?.name ?? '';
  return asCandidate(
    suitableStarts(patient, (_weight, _row, index) => index === finding.layer),
    name,
  );
}

/** Recurrent weights that neither stretch nor shrink, and a forget gate that stands open. */
export function steadyRecurrence({ network, rows, finding }: Patient): readonly Candidate[] {
  const row = rows[finding.layer ?? -1];
  const layer = row && network.layers[row.layer];
  if (!row || !layer || !isRecurrent(network, row.layer)) return [];
  const layers = [row.layer];
  const orthogonal: Intent = { kind: 'set-option', layers, option: 'recurrent-init', to: 'orthogonal' };
  const open: Intent = { kind: 'set-option', layers, option: 'bias-init', to: { 'forget-gate': 1 } };
  const title = `Start the recurrent weights of ${layer.name} orthogonal`;
  return [
    { title, intents: [orthogonal], judgedBy: 'inspection' },
    ...(layer.kind === 'lstm'
      ? ([
          {
            title: `Start the forget gate of ${layer.name} at 1`,
            intents: [open],
            judgedBy: 'inspection',
          },
          { title: `${title}, its forget gate at 1`, intents: [orthogonal, open], judgedBy: 'inspection' },
        ] as const)
      : []),
  ];
}

function isRecurrent({ nodes }: Network, layer: LayerIndex): boolean {
  return nodes.some(
    (node) => node.kind === 'op' && node.layer === layer && Object.hasOwn(recurrent, node.call.op),
  );
}

/** The layers whose weights are all equal. */
export function breakSymmetry(patient: Patient): readonly Candidate[] {
  const { network, rows, finding } = patient;
  const equal = (weight: ParameterNode): boolean => parameterOf(patient, weight)?.std === 0;
  const all = suitableStarts(patient, equal);
  const own = suitableStarts(patient, (weight, _row, index) => index === finding.layer && equal(weight));
  const name = network.layers[rows[finding.layer ?? -1]?.layer ?? -1]?.name ?? '';
  return [...asCandidate(own, name), ...asCandidate(all)];
}

/** Zero weights, which let no gradient through: those of one layer, or all. */
export function wakeZeros(patient: Patient): readonly Candidate[] {
  const zero = (weight: ParameterNode): boolean => parameterOf(patient, weight)?.rms === 0;
  return asCandidate(suitableStarts(patient, zero), 'all weights that are zero');
}

/** Layers whose biases are written, or drawn larger than what comes in. */
export function zeroBiases(patient: Patient): readonly Candidate[] {
  const { rows, report, network } = patient;
  const layers = rows.flatMap((row, index): LayerIndex[] => {
    const bias = report.layers[index]?.parameterReports.find(({ role }) => role === 'bias');
    return bias?.written === true && bias.rms > 0 && weightOf(network, row) ? [row.layer] : [];
  });
  if (layers.length === 0) return [];
  return [
    {
      title: 'Start the biases at zero',
      intents: [
        { kind: 'set-option', layers, option: 'biases', to: null },
        { kind: 'set-option', layers, option: 'bias-init', to: 'zeros' },
      ],
      judgedBy: 'inspection',
    },
  ];
}

/** Smaller weights in the last layer, so that the first outputs are near zero. */
export function smallHead({ network, rows }: Patient): readonly Candidate[] {
  const head = rows.findLast((row) => weightOf(network, row) !== null);
  if (!head) return [];
  const name = network.layers[head.layer]?.name ?? '';
  return ['xavier-normal', { normal: 0.01 }].map((to): Candidate => ({
    title: `Initialise ${name} with ${typeof to === 'string' ? to : 'normal 0.01'}`,
    intents: [{ kind: 'initialise', layers: [head.layer], to }],
    judgedBy: 'inspection',
  }));
}

function parameterOf({ report }: Patient, { name }: ParameterNode): { std: number; rms: number } | undefined {
  return report.layers
    .flatMap(({ parameterReports }) => parameterReports)
    .find((parameter) => parameter.name === name);
}

function asCandidate(intents: readonly Intent[], what = ''): readonly Candidate[] {
  if (intents.length === 0) return [];
  const title = `Initialise ${what === '' ? '' : `${what} `}with ${startsText(intents)}`;
  return [{ title, intents, judgedBy: 'inspection' }];
}
