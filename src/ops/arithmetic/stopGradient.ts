/** A value through which no gradient passes: PyTorch's detach and no_grad, Keras' stop_gradient. */
import { defineOp, type NoAttributes } from '../op';

/** Arguments: x of any type. Output: x; its gradient is none. */
export const stopGradient = defineOp<NoAttributes, null>({
  role: 'arithmetic',
  shape: ([x]) => (x ? [x] : { error: 'stop-gradient takes one input' }),
  forward: (_kernels, [x]) => {
    if (!x) throw new RangeError('stop-gradient takes one input');
    return { outputs: [x], saved: null };
  },
  backward: () => [null],
});
