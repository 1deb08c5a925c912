/** Which initialisation suits which activation, by the papers that name them. */
import { strict as assert } from 'node:assert';
import { suitableInitialisation } from '../../src/analysis/suitable';

describe('the suitable initialisation', () => {
  for (const [activation, expected] of [
    // He et al. 2015, for rectifiers; relu6 is one.
    ['relu', 'he-normal'],
    ['relu6', 'he-normal'],
    ['leaky-relu', 'he-normal'],
    // Klambauer et al. 2017.
    ['selu', 'lecun-normal'],
    // Glorot and Bengio 2010, for units symmetric about 0 and for sigmoid.
    ['tanh', 'xavier-normal'],
    ['sigmoid', 'xavier-normal'],
    [null, 'xavier-normal'],
  ] as const) {
    it(`of ${activation ?? 'a layer without activation'} is ${expected}`, () =>
      assert.equal(suitableInitialisation(activation), expected));
  }
});
