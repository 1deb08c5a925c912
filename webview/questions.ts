/** What each tab wants to know beyond the report, as a function of what it shows. */
import type { Want } from './answers';
import { compareWants } from './compare/choice';
import { circuitWants } from './circuit/look';
import type { Focus, LensState, Tab } from './state';
import { memoriseWants } from './train/memorise';
import { changeWants } from './view/changeChoice';
import { checkWants } from './view/checkChoice';
import { curveWants } from './view/curveChoice';
import { decisionWants } from './view/decisionChoice';
import { productWants } from './view/productChoice';
import { remedyWants } from './view/remedyChoice';
import { scanWants } from './view/scanChoice';
import { currentTab } from './view/tabs';
import { timeWants } from './view/timeChoices';

/** The questions of a tab; most have none. */
const wants: Readonly<Partial<Record<Tab, (state: LensState, focus: Focus) => readonly Want[]>>> = {
  curves: curveWants,
  scan: scanWants,
  compare: compareWants,
  product: productWants,
  decision: decisionWants,
  check: checkWants,
  time: timeWants,
  circuit: circuitWants,
  train: memoriseWants,
};

/** The questions of the tab that is shown. */
export function wantedQuestions(state: LensState, focus: Focus): readonly Want[] {
  if (focus.network.refusal !== null) return [];
  return [
    ...(wants[currentTab(state, focus)]?.(state, focus) ?? []),
    ...remedyWants(state, focus),
    ...changeWants(state, focus),
  ];
}
