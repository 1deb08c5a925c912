/** Loss mismatch: scores, probabilities and logarithms, each into the loss that takes them and into those that do not. */
import assert from 'node:assert/strict';
import { inspectAll } from '../../../src/inspect/inspect';
import { describeCases, type Case } from './check';

/** A small network: its loss, and its last layers with a mark on the one at fault. */
function ending(title: string, loss: string, last: readonly string[], outputs = 4): Case {
  const layers = last.map((line) => `  - ${line}`).join('\n');
  return {
    title,
    only: ['loss-mismatch'],
    source: `
input: [6]
batch: 8
loss: ${loss}
layers:
  - linear: 8
  - relu
  - linear: ${outputs}
${layers}
`,
  };
}

/** The same where the last weight layer is the one at fault. */
function bare(title: string, loss: string, consequence = ''): Case {
  return {
    title,
    only: ['loss-mismatch'],
    source: `
input: [6]
batch: 8
loss: ${loss}
layers:
  - linear: 8
  - relu
  - linear: 4 # ^ loss-mismatch error 1..1${consequence}
`,
  };
}

describeCases('loss-mismatch', [
  ending('softmax before cross-entropy', 'cross-entropy', ['softmax # ^ loss-mismatch error 2..2']),
  ending('softmax behind a reshape before cross-entropy', 'cross-entropy', [
    'softmax # ^ loss-mismatch error 2..2',
    'reshape: [4]',
  ]),
  ending('two softmaxes before a distance', 'mse', ['softmax', 'softmax # ^ loss-mismatch error 2..2']),
  ending('log-softmax before cross-entropy', 'cross-entropy', [
    'log-softmax # ^ loss-mismatch information 2..2',
  ]),
  ending('sigmoid before bce-logits', 'bce-logits', ['sigmoid # ^ loss-mismatch error 2..2'], 1),
  ending('softmax before bce-logits', 'bce-logits', ['softmax # ^ loss-mismatch error 2..2']),
  ending('sigmoid before focal', 'focal', ['sigmoid # ^ loss-mismatch error 2..2']),
  ending('softmax before nll', 'nll', ['softmax # ^ loss-mismatch error 1..1']),
  ending('softmax under mse', 'mse', ['softmax # ^ loss-mismatch warning 1..1']),
  bare('scores into binary-cross-entropy', 'binary-cross-entropy', ' > non-finite'),
  bare('scores into nll', 'nll'),
  bare('scores into kl', 'kl'),
  ending('scores into cross-entropy', 'cross-entropy', []),
  ending('scores into bce-logits', 'bce-logits', [], 1),
  ending('scores into mse', 'mse', [], 1),
  ending('log-softmax before nll', 'nll', ['log-softmax']),
  ending('log-softmax before kl', 'kl', ['log-softmax']),
  ending('sigmoid before binary-cross-entropy', 'binary-cross-entropy', ['sigmoid']),
  ending('softmax over two classes before binary-cross-entropy', 'binary-cross-entropy', ['softmax'], 2),
  ending('softmax over four classes before binary-cross-entropy', 'binary-cross-entropy', [
    'softmax # ^ loss-mismatch warning 4..4',
  ]),
  ending('sigmoid under mse', 'mse', ['sigmoid']),
  ending('tanh under mse', 'mse', ['tanh']),
  ending('softmax whose logarithm nll takes', 'nll', ['softmax', 'log']),
  ending('silenced at the layer', 'cross-entropy', ['{ softmax: , ignore: loss-mismatch }']),
]);

describe('loss-mismatch without a run', () => {
  const source = (ignore: string): string => `
input: [6]
loss: cross-entropy
layers:
  - linear: 4
  - { softmax: ${ignore} }
`;
  const found = (text: string): readonly string[] => {
    const { report } = inspectAll({ path: 'case.network.yaml', text }, new Map(), { memoryLimit: 1 });
    assert.match(report.networks[0]?.refusal ?? '', /memory limit/);
    return (report.networks[0]?.findings ?? []).map(
      ({ severity, rule, layer, span }) => `${span.start.line}: ${severity} ${rule} ${layer ?? 'no row'}`,
    );
  };

  it('speaks of a network that is too large for the memory', () =>
    assert.deepEqual(found(source('')), ['5: error loss-mismatch no row']));

  it('is silenced by the layer there too', () =>
    assert.deepEqual(found(source(', ignore: loss-mismatch')), []));
});
