/** How a case of any kind differs from PyTorch. */
import type { Case, Family } from './caseFiles';
import { expressionDifference } from './expressionOutcome';
import { problemDifference, runDifference, startDifference } from './networkOutcome';

/** In a sentence how a case differs from PyTorch; null: not at all. What is thrown is a difference. */
export function differenceOf({ header }: Pick<Family, 'header'>, expected: Case): string | null {
  try {
    if (expected.kind === 'run') return runDifference(header, expected);
    if (expected.kind === 'wrong') return problemDifference(header, expected);
    if (expected.kind === 'starts') return startDifference(header, expected);
    return expressionDifference(header, expected);
  } catch (error) {
    return `thrown: ${error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 2).join(' ') : String(error)}`;
  }
}
