/** Non-finite: a NaN or an infinity in a value or a gradient, named at the first op that made one. */
import { percent, shortNumber, wholeNumber } from '../../base/numbers';
import { usualLimits } from './limits';
import type { NonFiniteEvidence, Rule, Subject, Verdict } from './rule';

const { value: limit } = usualLimits['non-finite'].error;

/** The first op forward, or, where all values are finite, the first gradient backward. */
export const nonFinite: Rule = {
  title: 'NaN or infinity',
  why: 'One number that is not finite spreads to the loss and to every gradient, and the first step makes all weights NaN.',
  *check(subject) {
    const { evidence, network, controls } = subject;
    const seeds = controls?.own.nonFinite ?? 1;
    const data = fromData(subject, 'input') ?? fromData(subject, 'target');
    if (data) {
      yield data;
      return;
    }
    const forward = evidence.firstNonFinite;
    const found = forward ?? evidence.firstNonFiniteGradient;
    if (found) {
      yield atOp(subject, found, forward ? 'values' : 'gradients', seeds >= 0.5);
    } else if (controls && seeds >= 0.5) {
      yield {
        severity: 'error',
        layer: null,
        span: network.span,
        value: seeds,
        limit,
        message: `Values or gradients are not finite in ${percent(seeds)} of ${wholeNumber(controls.seeds)} seeds (limit ${limit}).`,
        ...overflow(subject),
      };
    }
  },
};

/** What is said of numbers that no layer has made. */
export const inTheData = 'They are in the data, before any layer.';

function fromData({ evidence, network }: Subject, kind: 'input' | 'target'): Verdict | null {
  const count = evidence[`${kind}NotFinite`];
  if (count === 0) return null;
  const node = network.nodes.find((each) => each.kind === kind);
  return {
    severity: 'error',
    layer: null,
    span: network.dataset?.span ?? node?.span ?? network.span,
    value: count,
    limit,
    message: `The ${kind}s hold ${wholeNumber(count)} ${count === 1 ? 'number that is' : 'numbers that are'} NaN or infinite (limit ${limit}).`,
    cause: inTheData,
    remedies: ['Drop these samples, or fill the gaps with the mean of their column.'],
  };
}

function atOp(subject: Subject, found: NonFiniteEvidence, what: string, inMostSeeds: boolean): Verdict {
  const layer = found.layer === null ? undefined : subject.report.layers[found.layer];
  const place = layer ? ` in ${layer.name}` : '';
  const rare = inMostSeeds ? '' : ', with this seed but not with most others';
  return {
    severity: inMostSeeds ? 'error' : 'warning',
    layer: found.layer ?? lossLayer(subject, found),
    span: found.span,
    value: found.count,
    limit,
    message: `${wholeNumber(found.count)} of ${wholeNumber(found.of)} ${what} of ${found.op}${place} are NaN or infinite${rare} (limit ${limit}).`,
    ...overflow(subject, found.layer),
  };
}

/** The loss belongs to no layer; it is the last one whose numbers it takes. */
function lossLayer({ report }: Subject, { span }: NonFiniteEvidence): number | null {
  return report.layers.length > 0 && span === report.loss?.span ? report.layers.length - 1 : null;
}

function overflow(
  { report }: Subject,
  index: number | null = null,
): { cause: string; remedies: readonly string[] } {
  const before = report.layers.slice(0, index ?? undefined).findLast(({ output }) => output.count > 0);
  const largest = before && Math.max(Math.abs(before.output.minimum), Math.abs(before.output.maximum));
  return {
    cause:
      before && largest !== undefined && Number.isFinite(largest)
        ? `The numbers before it reach ${shortNumber(largest)} at ${before.name}.`
        : 'All numbers before it are finite.',
    remedies: [
      'Initialise the weights smaller, and scale the inputs to mean 0 and standard deviation 1.',
      'Compute exp, log and division in their stable forms (logits into the loss, a small number under the logarithm).',
    ],
  };
}
