/** The counts of parameters in a report are those of the framework that the network is written in. */
import { strict as assert } from 'node:assert';
import { defaultOptions, inspect } from '../../src/inspect/inspect';
import type { NetworkReport } from '../../src/analysis/report';

function reportOf(text: string): NetworkReport | undefined {
  const { value } = inspect({ path: 'model.py', text }, new Map(), defaultOptions).next();
  return value.report.networks[0];
}

describe('the counts of a report', () => {
  // Dense 4 to 3 with its bias: 15; gamma and beta: 6; running mean and variance: 6.
  it('has the running statistics of Keras among all parameters, as its summary has', () => {
    const report = reportOf(`import keras
model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(3),
    keras.layers.BatchNormalization(),
])
model.compile(loss='mse', optimizer='sgd')
`);
    assert.equal(report?.trainableParameters, 21);
    assert.equal(report.parameters, 27);
  });

  it('has those of PyTorch not, where they are buffers', () => {
    const report = reportOf(`from torch import nn
model = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3))
`);
    assert.equal(report?.trainableParameters, 21);
    assert.equal(report.parameters, 21);
  });
});
