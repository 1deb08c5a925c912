/** What becomes of a doubtful verdict on the gradient once the network has shown that it trains. */
import { counted, shortNumber } from '../../base/numbers';
import { bestCourse } from '../trainability';
import type { Passed } from './limits';
import type { Subject } from './rule';

/**
 * A warning becomes information where one batch is memorised in spite of it, and says so in a clause at its end; an error is beyond doubt.
 */
export function settled({ trainability }: Subject, passed: Passed): Passed & { readonly besides: string } {
  const course = trainability?.outcome === 'trains' ? bestCourse(trainability.rates) : null;
  if (!trainability || !course || passed.severity !== 'warning') return { ...passed, besides: '' };
  const { samples, steps, optimizer } = trainability;
  const fall = `from ${shortNumber(course.losses[0] ?? NaN)} to ${shortNumber(course.end)}`;
  const how = `${counted(steps, 'step')} of ${optimizer} at rate ${shortNumber(course.rate)}`;
  return {
    ...passed,
    severity: 'information',
    besides: `, yet it memorises a batch of ${counted(samples, 'sample')}: ${how} bring its loss ${fall}`,
  };
}
