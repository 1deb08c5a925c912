/** Half precision: gradients made of powers of two on both sides of what float16 rounds to zero (IEEE 754, ties to even). */
import assert from 'node:assert/strict';
import { describeCases, inspected, type Case } from './check';

/**
 * y = v (w x) on one sample with w = (1, 0, 0, ...) and v = 1: output-energy is y^2, so that dL/dw_i = 2 v y x_i = 2 x_0 x_i. With x_0 = 2^-10 the
 * gradients are 2^-9 times the inputs; those of w_0 and of v are 2^-19.
 */
function energy(gradients: readonly number[], more = ''): string {
  const inputs = [2 ** -10, ...gradients.map((gradient) => gradient * 2 ** 9)];
  const weights = inputs.map((_, index) => (index === 0 ? 1 : 0));
  return `input: [${inputs.length}]
layers:
  - { linear: 1, bias: false, weights: [[${weights.join(', ')}]] }
  - { linear: 1, bias: false, weights: [[1]] }
loss: output-energy
batch: 1
data: { inputs: [[${inputs.join(', ')}]] }
${more}`;
}

const times = (count: number, gradient: number): readonly number[] =>
  Array.from({ length: count }, () => gradient);

function valueOf(source: string): number | null {
  const { findings } = inspected(source);
  return findings.find(({ rule }) => rule === 'half-precision')?.value ?? null;
}

function silent(title: string, source: string): Case {
  return { title, source, only: ['half-precision'] };
}

describeCases('half-precision', [
  silent('no gradient below 2^-25', energy(times(19, 2 ** -24))),
  silent('one of twenty is on the limit, not beyond it', energy([2 ** -26, ...times(17, 2 ** -20)])),
  silent('just above the tie', energy(times(19, 2 ** -25 * (1 + 2 ** -20)))),
  silent('zeros are no loss', energy(times(19, 0))),
  silent('silenced', energy(times(19, 2 ** -26), 'ignore: [half-precision]\n')),
  silent(
    'a gradient that overflows',
    'input: [1]\nlayers: [{ linear: 1, bias: false, weights: [[1e30]] }]\nloss: output-energy\nbatch: 1\ndata: { inputs: [[1e30]] }\n',
  ),
  silent(
    'a usual network',
    'input: [16]\nlayers: [{ linear: 32, init: he-normal }, relu, { linear: 4 }]\nloss: cross-entropy\n',
  ),
]);

describe('the share that float16 loses', () => {
  it('is counted over what is not zero, the tie at 2^-25 among what is lost', () => {
    assert.equal(valueOf(energy([2 ** -25, 2 ** -24, 2 ** -26])), 2 / 5);
    assert.equal(valueOf(energy([...times(2, 2 ** -26), ...times(16, 2 ** -20)])), 2 / 20);
    assert.equal(valueOf(energy([...times(3, 2 ** -26), 0, 0])), 3 / 5);
    assert.equal(valueOf(energy([-(2 ** -26), 2 ** -20])), 1 / 4);
  });

  it('comes back when the loss is scaled: float16 then holds every gradient', () => {
    const tiny = (scale: number): string => energy(times(18, 2 ** -30 * scale));
    assert.equal(valueOf(tiny(1)), 18 / 20);
    assert.equal(valueOf(tiny(2 ** 10)), null);
  });

  it('is information, with its limit, and never more', () => {
    const { findings } = inspected(energy(times(98, 2 ** -60)));
    const [found] = findings.filter(({ rule }) => rule === 'half-precision');
    assert.deepEqual([found?.severity, found?.limit, found?.value], ['information', 0.05, 0.98]);
  });
});
