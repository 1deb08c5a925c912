/** What the Check tab has chosen: how many elements are sampled, and which one is under the lens. */
import type { Want } from '../answers';
import { setting, type LensState } from '../state';

/** The settings of the tab. */
export const checkSettings = { elements: 'check.elements', element: 'check.element' } as const;

/** The slot of the question about the chosen element. */
export const elementSlot = 'gradient-element';

/** Numbers of elements to choose among. */
export const elementCounts = [32, 128, 512] as const;

/** One element of one parameter. */
export interface ChosenElement {
  readonly parameter: string;
  readonly index: number;
}

/** Elements to sample. */
export function chosenCount(state: LensState): number {
  return setting<number>(state, checkSettings.elements, 128);
}

/** The element that was clicked; null: the worst one is shown. */
export function chosenElement(state: LensState): ChosenElement | null {
  const [, index, parameter] = /^(\d+):(.+)$/s.exec(setting(state, checkSettings.element, '')) ?? [];
  return index === undefined || parameter === undefined ? null : { parameter, index: Number(index) };
}

/** An element as a setting. */
export function elementSetting({ parameter, index }: ChosenElement): string {
  return `${index}:${parameter}`;
}

/** The questions of the tab. */
export function checkWants(state: LensState): readonly Want[] {
  const element = chosenElement(state);
  const check: Want = { question: { study: 'gradient-check', elements: chosenCount(state) } };
  return element === null ? [check] : [check, { question: { study: 'gradient-element', ...element } }];
}
