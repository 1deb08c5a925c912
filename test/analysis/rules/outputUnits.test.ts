/** Output units: one class, and classes that no sample has. */
import { describeCases, type Case } from './check';

function classifier(title: string, outputs: string, data: string): Case {
  return {
    title,
    only: ['output-units', 'output-activation', 'no-gradient', 'initial-loss'],
    source: `
input: [6]
batch: 8
loss: cross-entropy
data: ${data}
layers:
  - linear: 8
  - relu
  - linear: ${outputs}
`,
  };
}

const fourClasses = '{ classification: 200, classes: 4, features: 6 }';

describeCases('output-units', [
  classifier('six outputs for four classes', '6 # ^ output-units warning 2..2', fourClasses),
  classifier(
    'one output for one class',
    '1 # ^ output-units error 1..1',
    '{ inputs: [[1, 2, 3, 4, 5, 6]], targets: [0] }',
  ),
  classifier('as many outputs as classes', '4', fourClasses),
  classifier('too few samples to know', '20', '{ classification: 300, classes: 4, features: 6 }'),
]);
