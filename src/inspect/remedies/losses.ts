/** Candidates that make the loss and what it is given fit each other. */
import { lossWords } from '../../analysis/rules/lossWords';
import { isCall, predictionOf, predictionsOf, type Prediction } from '../../analysis/rules/structure';
import type { LayerIndex, OpNode } from '../../graph/network';
import type { Intent } from '../../readers/reader';
import type { Candidate, Patient } from './remedy';

/** What a layer or a loss is in the title of a candidate, with what is to be done. */
function candidate(title: string, ...intents: readonly Intent[]): Candidate {
  return { title, intents, judgedBy: 'inspection' };
}

/** One activation too many, or one that is missing, or the loss that takes what is there. */
export function fitLoss(patient: Patient): readonly Candidate[] {
  return predictionsOf(patient.network).flatMap((prediction) => [
    ...withoutLast(patient, prediction),
    ...withActivation(patient, prediction),
    ...withLoss(patient, prediction),
  ]);
}

/** Losses that take scores. */
const ofScores: ReadonlySet<string> = new Set([
  ...['cross-entropy', 'categorical-focal', 'bce-logits', 'focal', 'multi-label-soft-margin'],
]);

function withoutLast({ network }: Patient, prediction: Prediction): readonly Candidate[] {
  const {
    loss,
    ofProbabilities,
    activations: [last, before],
  } = prediction;
  const isShare = isCall(last, 'softmax', 'log-softmax');
  // What takes probabilities has one softmax too many only where there are two.
  const takesScores = ofScores.has(loss.call.op) && (!ofProbabilities || isCall(before, 'softmax'));
  const tooMany = takesScores || (isDistance(loss) && !isShare);
  if (!last || last.layer === null || !tooMany) return [];
  return [
    candidate(`Drop the ${last.call.op} before ${lossWords(network, prediction).name}`, {
      kind: 'remove',
      layers: [last.layer],
    }),
    ...(isCall(last, 'softmax') && isCall(loss, 'cross-entropy') && network.framework !== 'keras'
      ? [
          candidate(
            `Use nll with log-softmax in place of ${network.layers[last.layer]?.name ?? ''}`,
            { kind: 'activate', layers: [last.layer], to: 'log-softmax' },
            { kind: 'set-loss', to: 'nll' },
          ),
        ]
      : []),
  ];
}

/** The activation that the loss asks for, behind scores or in the place of one that does not fit. */
function withActivation({ network }: Patient, prediction: Prediction): readonly Candidate[] {
  const {
    loss,
    ofProbabilities,
    activations: [last],
    source,
  } = prediction;
  const { name: op } = lossWords(network, prediction);
  const shares = ofProbabilities ? 'softmax' : isCall(loss, 'nll') ? 'log-softmax' : null;
  const wanted = isCall(loss, 'binary-cross-entropy') ? 'sigmoid' : shares;
  if (wanted === null || last?.call.op === wanted) return [];
  if (last) {
    if (last.layer === null) return [];
    return [
      candidate(`Use ${wanted} in place of ${last.call.op} before ${op}`, {
        kind: 'activate',
        layers: [last.layer],
        to: wanted,
      }),
    ];
  }
  const layer = source?.kind === 'op' ? source.layer : null;
  if (layer === null) return [];
  return [
    candidate(`Put a ${wanted} before ${op}`, {
      kind: 'insert',
      layers: [layer],
      side: 'after',
      layer: wanted,
    }),
  ];
}

/** The loss for what is given, with the activations taken away that it has within it. */
function withLoss({ network }: Patient, prediction: Prediction): readonly Candidate[] {
  if (network.framework === 'keras') return withKerasLoss(prediction);
  const {
    loss,
    activations: [last],
  } = prediction;
  const { op } = loss.call;
  const gone: readonly Intent[] =
    last && last.layer !== null ? [{ kind: 'remove', layers: [last.layer] }] : [];
  const withoutIt = gone.length > 0 ? ` and drop the ${last?.call.op ?? ''}` : '';
  if (op === 'binary-cross-entropy') {
    return [candidate(`Use bce-logits${withoutIt}`, ...gone, { kind: 'set-loss', to: 'bce-logits' })];
  }
  if (op === 'bce-logits' && isCall(last, 'sigmoid')) {
    return [candidate('Use binary-cross-entropy', { kind: 'set-loss', to: 'binary-cross-entropy' })];
  }
  if (op === 'nll' || (isDistance(loss) && isCall(last, 'softmax', 'log-softmax'))) {
    return [candidate(`Use cross-entropy${withoutIt}`, ...gone, { kind: 'set-loss', to: 'cross-entropy' })];
  }
  return [];
}

/** The same for Keras, whose losses take probabilities unless they are told from_logits=True. */
function withKerasLoss({ loss, ofProbabilities, activations: [last] }: Prediction): readonly Candidate[] {
  const isBinary = isCall(loss, 'binary-cross-entropy', 'bce-logits');
  const [shares, scores] = isBinary
    ? (['binary-cross-entropy', 'bce-logits'] as const)
    : (['nll', 'cross-entropy'] as const);
  if (isDistance(loss) && isCall(last, 'softmax'))
    return [candidate('Use categorical_crossentropy', { kind: 'set-loss', to: shares })];
  const takesScores = isCall(loss, 'bce-logits') || (isCall(loss, 'cross-entropy') && !ofProbabilities);
  const makesShares = isCall(last, isBinary ? 'sigmoid' : 'softmax');
  if (takesScores && makesShares)
    return [candidate('Leave out from_logits=True', { kind: 'set-loss', to: shares })];
  const takesShares = isCall(loss, 'binary-cross-entropy') || (isCall(loss, 'nll') && ofProbabilities);
  if (!takesShares || makesShares) return [];
  const told: Intent = { kind: 'set-loss', to: scores };
  if (!last) return [candidate('Tell the loss from_logits=True', told)];
  if (isBinary && isCall(last, 'softmax'))
    return [candidate('Use categorical_crossentropy', { kind: 'set-loss', to: 'nll' })];
  if (last.layer === null) return [];
  const gone: Intent = { kind: 'remove', layers: [last.layer] };
  return [candidate(`Drop the ${last.call.op} and tell the loss from_logits=True`, gone, told)];
}

function isDistance(loss: OpNode): boolean {
  return isCall(loss, 'mse', 'l1', 'smooth-l1', 'huber', 'log-cosh');
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

const kerasBinary = 'Use binary_crossentropy with from_logits=True';

/** The number of classes that the labels know, or the loss for one unit. */
export function fitUnits({ network, finding }: Patient): readonly Candidate[] {
  const prediction = predictionOf(network);
  const source = prediction?.source;
  if (!prediction || source?.kind !== 'op' || source.layer === null) return [];
  const layers: readonly LayerIndex[] = [source.layer];
  const name = network.layers[source.layer]?.name ?? '';
  const labels = labelsOf(network.dataset?.targets ?? null);
  const units = (count: number): Candidate =>
    candidate(`Give ${name} ${count} units`, {
      ...{ kind: 'set-option', layers, option: isCall(source, 'linear') ? 'units' : 'channels', to: count },
    });
  if (finding.severity === 'warning') return labels === null ? [] : [units(labels)];
  if (network.framework === 'keras') {
    const isSigmoid = isCall(prediction.activations[0], 'sigmoid');
    const isScore = prediction.activations.length === 0;
    const binary = candidate('Use binary_crossentropy', { kind: 'set-loss', to: 'binary-cross-entropy' });
    const told = candidate(kerasBinary, { kind: 'set-loss', to: 'bce-logits' });
    return [...(isSigmoid ? [binary] : isScore ? [told] : []), units(Math.max(2, labels ?? 2))];
  }
  return [
    candidate('Use bce-logits', { kind: 'set-loss', to: 'bce-logits' }),
    units(Math.max(2, labels ?? 2)),
  ];
}

function labelsOf(targets: Float64Array | null): number | null {
  return targets && targets.reduce((most, label) => Math.max(most, label), 0) + 1;
}

/** A softmax over one unit: a sigmoid says what it was to say. */
export function binaryOutput({ network }: Patient): readonly Candidate[] {
  const prediction = predictionOf(network);
  const [last] = prediction?.activations ?? [];
  if (!isCall(last, 'softmax', 'softmin', 'log-softmax') || last.layer === null) return [];
  const layers = [last.layer];
  const isKeras = network.framework === 'keras';
  return [
    candidate(
      `Use sigmoid with ${isKeras ? 'binary_crossentropy' : 'binary-cross-entropy'}`,
      { kind: 'activate', layers, to: 'sigmoid' },
      {
        ...{ kind: 'set-loss', to: 'binary-cross-entropy' },
      },
    ),
    candidate(
      `Drop the ${last.call.op} and ${isKeras ? lowered(kerasBinary) : 'use bce-logits'}`,
      { kind: 'remove', layers },
      {
        ...{ kind: 'set-loss', to: 'bce-logits' },
      },
    ),
  ];
}
