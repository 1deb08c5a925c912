/** The names of the diagnosis rules that `ignore` can silence; readers stand below the rules, so they are named here as well. */
import type { Field } from './fields';
import { defined, oneOrMany, word, type Form } from './forms';

const rules = {
  'non-finite': 'NaN or infinity in a value or a gradient.',
  'no-gradient': 'A parameter that the loss does not reach.',
  vanishing: 'The gradient shrinks on its way back.',
  exploding: 'The gradient grows on its way back.',
  'dead-relu': 'Units that are zero on all samples.',
  saturation: 'Bounded activations at their bounds.',
  'init-scale': 'An initialisation that does not suit the activation.',
  'symmetric-init': 'Units that start equal and stay equal.',
  'initial-loss': 'A loss at the start that is far from chance.',
  'output-activation': 'A last activation that does not fit the loss.',
  'output-units': 'A number of outputs that does not fit the targets.',
  'loss-mismatch': 'A loss that does not fit what it is given.',
  'linear-stack': 'Two weight layers without an activation between them.',
  'nonlinearity-misplaced': 'An unusual activation in a hidden layer.',
  'update-ratio': 'Updates too large or too small for the weights.',
  'learning-rate': 'A learning rate out of the usual range.',
  'recurrent-gradient': 'A gradient that vanishes or explodes over the time steps.',
  clipping: 'Gradient clipping that binds most of the time.',
  'norm-misuse': 'Normalisation where it does harm.',
  'layer-imbalance': 'One layer that learns far faster than its like.',
  'input-scale': 'Inputs on an unusual scale.',
  'missing-zero-grad': 'A training loop that does not clear gradients.',
  'half-precision': 'Gradients that float16 would lose.',
  dropout: 'An unusual dropout rate.',
} as const;

/** The names of all rules. */
export const ruleNames: readonly string[] = Object.keys(rules);

/** One rule or a list of them. */
export const rulesForm: Form<string[]> = oneOrMany(word(rules, 'the name of a rule'), 'names of rules');

/** The field `ignore`, for the file and for a layer. */
export const ignoreField: Field<string[]> = {
  form: defined('rules', rulesForm),
  meaning: 'Diagnosis rules that are silenced.',
};
