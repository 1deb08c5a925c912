/** Selected text of programs as expressions, and the line of values that is asked for. */
import { strict as assert } from 'node:assert';
import { expressionOf, valuesIn, valuesLine, variablesOf } from '../../src/host/expressionText';

describe('a selected expression', () => {
  for (const [selected, expression] of [
    ['f = (x + y) * z;', 'f = (x + y) * z'],
    ['    q = x ** 2  # the square', 'q = x ** 2'],
    ['return 1 / (1 + math.exp(-z))', '1 / (1 + exp(-z))'],
    ['loss: torch.Tensor = torch.nn.functional.softplus(self.w * x)', 'loss = softplus(w * x)'],
    ['const y = Math.max(a, b) // larger', 'y = max(a, b)'],
    ['np.maximum(x, 0) + np.power(x, 2)', 'max(x, 0) + pow(x, 2)'],
    ['w[0] * x[0] + w[1] * x[1] + b[i, j]', 'w0 * x0 + w1 * x1 + bi_j'],
    ['config.rate * 2.5', 'config_rate * 2.5'],
    ['q = x + y\n\nf = q * z\n', 'q = x + y\nf = q * z'],
    ['mathematics + F1', 'mathematics + F1'],
    ['1e-3 * F.relu(x),', '1e-3 * relu(x)'],
  ] as const) {
    it(JSON.stringify(selected), () => assert.equal(expressionOf(selected), expression));
  }

  it('needs values for what it uses and does not define', () => {
    assert.deepEqual(variablesOf('q = x + y\nf = q * max(z, 1e5) + e^x * pi'), ['x', 'y', 'z']);
    assert.deepEqual(variablesOf('tanh (w0*x0) + 2.5e-3'), ['w0', 'x0']);
    assert.deepEqual(variablesOf('exp(expected)'), ['expected']);
    assert.deepEqual(variablesOf('2 + 3'), []);
  });

  it('takes values from one line, those given last to begin with', () => {
    const names = ['x', 'y'];
    assert.equal(valuesLine(names, { y: -2.5 }), 'x = 1, y = -2.5');
    assert.deepEqual(valuesIn('x = -2, y=5e-1', names), { x: -2, y: 0.5 });
    assert.equal(valuesIn('x = -2', names), 'y has no value');
    assert.equal(valuesIn('x = two, y = 1', names), 'x needs a number');
    assert.equal(valuesIn('x = 1, y = 1, q = 1', names), 'The expression has no q');
    assert.equal(valuesIn('nonsense', names), 'Write x = 1, y = 1');
  });
});
