/** What the Scan tab asks: target, range and unit as they are chosen. */
import type { Want } from '../answers';
import { setting, type LensState } from '../state';

/** The range of lesson 3. */
export const usualRange = '7';

/** What the tab asks. */
export function scanWants(state: LensState): readonly Want[] {
  const target = setting<string>(state, 'scan.target', '');
  const unit = setting<string>(state, 'scan.unit', 'rms');
  return [
    {
      question: {
        study: 'scan',
        target: target === '' ? null : Number(target),
        halfRange: Number(setting<string>(state, 'scan.range', usualRange)),
        unit: unit === 'rms' ? null : Number(unit),
      },
    },
  ];
}
