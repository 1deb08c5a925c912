/** What becomes of a doubtful verdict on the gradient once the network has shown that it trains. */
import { counted, shortNumber } from '../../base/numbers';
import { bestCourse } from '../trainability';
import type { Finding } from '../report';
import type { Passed } from './limits';
import type { Subject } from './rule';

/**
 * A vanishing gradient within this factor of the limit of an error is not beyond doubt: eight ReLU layers of 64 under PyTorch's default keep 7e-4 of the control and
 * learn, five sigmoid layers keep 8e-4 and do not (test/corpus/calibration.md, rules.md).
 */
const closeFactor = 3;

/** Whether a verdict on the size of the gradient is bad, but not beyond doubt. */
export function isInDoubt({
  severity,
  value,
  limit,
}: Pick<Finding, 'severity' | 'value' | 'limit'>): boolean {
  if (severity !== 'error') return severity === 'warning';
  // One that explodes lies above its limit: that adam, which takes no notice of sizes, trains it says nothing of other optimizers.
  return value < limit && value > limit / closeFactor;
}

/**
 * A doubtful warning becomes information, and a doubtful error a warning, where one batch is memorised in spite of it; a clause at the end
 * says so.
 */
export function settled(
  { trainability }: Subject,
  passed: Passed,
  value: number,
): Passed & { readonly besides: string } {
  const course = trainability?.outcome === 'trains' ? bestCourse(trainability.rates) : null;
  if (!trainability || !course || !isInDoubt({ ...passed, value })) return { ...passed, besides: '' };
  const { samples, steps, optimizer } = trainability;
  const fall = `from ${shortNumber(course.losses[0] ?? NaN)} to ${shortNumber(course.end)}`;
  const how = `${counted(steps, 'step')} of ${optimizer} at rate ${shortNumber(course.rate)}`;
  return {
    ...passed,
    severity: passed.severity === 'error' ? 'warning' : 'information',
    besides: `, yet it memorises a batch of ${counted(samples, 'sample')}: ${how} bring its loss ${fall}`,
  };
}
