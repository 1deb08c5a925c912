/** Every small source gives what PyTorch gives: values, gradients, exceptions, first values (test/goldens/torch_source.py). */
import { describeCases } from '../frameworkCases';
import { differenceOf } from './outcome';

describe('the torch reader against PyTorch', () => {
  describeCases('torch', differenceOf);
});
