/** What each tab wants to know beyond the report, as a function of what it shows. */
import type { Want } from './answers';
import type { Focus, LensState, Tab } from './state';
import { currentTab } from './view/tabs';

/** The questions of a tab; most have none. */
const wants: Readonly<Partial<Record<Tab, (state: LensState, focus: Focus) => readonly Want[]>>> = {};

/** The questions of the tab that is shown. */
export function wantedQuestions(state: LensState, focus: Focus): readonly Want[] {
  if (focus.network.refusal !== null) return [];
  return wants[currentTab(state, focus)]?.(state, focus) ?? [];
}
