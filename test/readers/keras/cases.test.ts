/** Every small source gives what Keras gives: values, gradients, exceptions, first values (test/goldens/keras_source.py). */
import { describeCases } from '../frameworkCases';
import { differenceOf } from './networkOutcome';

describe('the Keras reader against Keras', () => {
  describeCases('keras', differenceOf);
});
