/** One-hot vectors. */
import { defineOp } from '../op';
import { checkedIndices } from './positions';

type OneHotAttributes = {
  /** The length of a vector. */
  readonly classes: number;
};

/** Arguments: int32 indices of any shape. Output: floats (...indices, classes), 1 at the index and 0 elsewhere. */
export const oneHot = defineOp<OneHotAttributes, null>({
  role: 'movement',
  shape: ([indices], { classes }, floatType) => {
    if (!indices) return { error: 'one-hot takes indices' };
    if (indices.elementType !== 'int32') {
      return { error: `one-hot needs int32 indices, found ${indices.elementType} values` };
    }
    if (!Number.isSafeInteger(classes) || classes < 1) {
      return { error: `one-hot needs a whole number of classes from 1 on, found ${classes}` };
    }
    return [{ elementType: floatType, shape: [...indices.shape, classes] }];
  },
  forward: (kernels, [given], { classes }) => {
    if (!given) throw new RangeError('one-hot takes indices');
    const indices = checkedIndices('one-hot', given, classes, 'classes');
    const y = kernels.allocate([...given.shape, classes]);
    for (let place = 0; place < indices.length; place += 1) {
      y.data[place * classes + (indices[place] ?? 0)] = 1;
    }
    return { outputs: [y], saved: null };
  },
  backward: () => [null],
});
