/** Recurrent gradient: over the time steps of a layer delta fades or grows so much that the first steps do not count, or overrule all others. */
import { counted, shortNumber } from '../../base/numbers';
import type { Network } from '../../graph/network';
import type { LayerReport } from '../report';
import { rowsOf } from '../rows';
import { areGiven, forGivenWeights, startsByDefault } from './initialisationScale';
import type { Rule, Subject, Verdict } from './rule';

/** Per layer, the median over seeds of delta at the first step over delta at the last; of several passes the one that is farthest off. */
export const recurrentGradient: Rule = {
  title: 'Gradient over time',
  why: 'Each time step multiplies the gradient by the same weights: what fades cannot teach the layer what happened long ago, what grows lets the earliest steps overrule all others.',
  *check(subject) {
    const { report, controls, limits } = subject;
    if (!controls) return;
    const limit = limits['recurrent-gradient'].warning.value;
    const plain = plainRows(subject.network);
    const given = areGiven(subject);
    for (const [index, layer] of report.layers.entries()) {
      const ratio = controls.bands.own.stepRatio[index]?.[1] ?? null;
      const textbook = controls.bands.textbook.stepRatio[index]?.[1] ?? null;
      if (ratio === null) continue;
      const steps = Math.max(...layer.steps.map(({ length }) => length));
      if (ratio > limit && outgrows(subject, layer)) {
        yield verdictOf({ layer, index, ratio, limit, steps }, exploding);
      }
      if (!(ratio < 1 / limit)) continue;
      // Gates forget by design; what they keep under their framework's own start is no mistake.
      const mistaken = !given && startsOtherwise(layer) && textbook !== null && ratio * limit < textbook;
      if (!plain.has(index) && !mistaken) continue;
      const found = { layer, index, ratio, limit: 1 / limit, steps };
      const verdict = verdictOf(found, plain.has(index) ? vanishing : forgetting);
      // A plain cell under its framework's own start forgets all but the last steps, and learns from those: test/corpus/calibration.md.
      if (given) {
        const remedies = verdict.remedies.filter((remedy) => remedy !== orthogonal);
        yield {
          ...verdict,
          remedies: remedies.length > 0 ? remedies : [forGivenWeights],
          severity: 'information',
        };
      } else yield startsOtherwise(layer) ? verdict : { ...verdict, severity: 'information' };
    }
  },
};

interface Found {
  readonly layer: LayerReport;
  readonly index: number;
  readonly ratio: number;
  readonly limit: number;
  readonly steps: number;
}

interface Reason {
  readonly way: 'fades' | 'grows';
  readonly cause: string;
  readonly remedies: readonly string[];
}

const orthogonal = 'Initialise the recurrent weights with orthogonal.';

const vanishing: Reason = {
  way: 'fades',
  cause: 'Every step multiplies the gradient by the recurrent weights and by the slope of the activation.',
  remedies: ['Use lstm or gru, whose states pass the gradient on.', orthogonal],
};

const forgetting: Reason = {
  way: 'fades',
  cause: 'The recurrent weights and biases start the gates so that they let go of the state at every step.',
  remedies: [orthogonal, 'Start the bias of the forget gate at 1.'],
};

const exploding: Reason = {
  way: 'grows',
  cause: 'The recurrent weights stretch the gradient at every step.',
  remedies: [orthogonal, 'Clip the gradient by its norm (clip-norm).'],
};

function verdictOf({ layer, index, ratio, limit, steps }: Found, { way, cause, remedies }: Reason): Verdict {
  const half = (Math.LN2 * (steps - 1)) / Math.abs(Math.log(ratio));
  const pace =
    ratio === 0
      ? ''
      : `, ${way === 'fades' ? 'half of it every' : 'twice as large every'} ${shortNumber(half)} steps`;
  return {
    severity: 'warning',
    layer: index,
    value: ratio,
    limit,
    message: `Over the ${counted(steps, 'step')} of ${layer.name} the gradient ${way}: delta at the first step is ${shortNumber(ratio)} of that at the last${pace} (limit ${shortNumber(limit)}).`,
    cause,
    remedies,
  };
}

/**
 * Whether delta is larger at some step than what comes in from behind. Where it is not, it only falls from the step at which it comes in, which is the
 * first to run of a backward direction whose later outputs are not used.
 */
function outgrows({ report }: Subject, { steps, next }: LayerReport): boolean {
  const incoming = next === null ? null : (report.layers[next]?.delta ?? null);
  return incoming === null || !(Math.max(...steps.flat()) <= incoming);
}

/** Layers without gates: their state is replaced at every step. */
function plainRows(network: Network): ReadonlySet<number> {
  const plain = new Set(
    network.nodes.flatMap((node) => (node.kind === 'op' && node.call.op === 'rnn' ? [node.layer] : [])),
  );
  return new Set(rowsOf(network).flatMap(({ layer }, index) => (plain.has(layer) ? [index] : [])));
}

/** Whether the user wrote how weights or biases of the layer start. */
function startsOtherwise({ parameterReports }: LayerReport): boolean {
  return parameterReports.some((parameter) => !startsByDefault(parameter));
}
