/** The whole panel, from the verdict down: a function of the state and nothing else. */
import { html, nothing, type TemplateResult } from 'lit';
import { focusOf } from '../focus';
import type { Act, Focus, LensState, Tab } from '../state';
import { banner, emptyPanel } from './banners';
import { changeStrip } from './change';
import { checkTab } from './check';
import { circuitTab } from './circuit';
import { compareTab } from './compare';
import { curvesTab } from './curves';
import { decisionTab } from './decision';
import { detail } from './detail';
import { flowTab } from './flow';
import { givenLines } from './given';
import { header } from './header';
import { heatmapsTab } from './heatmaps';
import { layerTable } from './layerTable';
import { notes } from './notes';
import { productTab } from './product';
import { recallBanner } from '../train/scrubber';
import { scanTab } from './scan';
import { currentTab, tabList, tabWords } from './tabs';
import { timeTab } from './time';
import { trainTab } from './train';
import { verdictLine } from './verdictLine';

/** The markup of a state. */
export function lens(state: LensState, act: Act): TemplateResult {
  const focus = focusOf(state);
  return html`
    ${header(state, focus, act)} ${banner(state, focus, act)}
    ${focus === null ? nothing : recallBanner(state, currentTab(state, focus) === 'train', act)}
    ${focus === null ? emptyPanel(state, act) : looked(state, focus, act)}
    <p class="unseen" role="status" aria-live="polite" data-field="said">${state.said}</p>
  `;
}

const bodies = {
  flow: flowTab,
  curves: curvesTab,
  heatmaps: heatmapsTab,
  product: productTab,
  scan: scanTab,
  train: trainTab,
  compare: compareTab,
  time: timeTab,
  decision: decisionTab,
  circuit: circuitTab,
  check: checkTab,
} as const satisfies Record<Tab, (state: LensState, focus: Focus, act: Act) => TemplateResult>;

function looked(state: LensState, focus: Focus, act: Act): TemplateResult {
  const { envelope } = focus.shown;
  const tab = currentTab(state, focus);
  const computed = focus.network.refusal === null;
  return html`<div
    class="picture ${focus.stale ? 'stale' : ''}"
    data-revision=${envelope.revision}
    data-complete=${String(envelope.report.complete)}
    data-network=${focus.network.name}
  >
    ${givenLines(focus, act)} ${verdictLine(state, focus, act)} ${changeStrip(state, focus, act)}
    ${
      computed
        ? html`${tabList(state, focus, act)}
            <div class="tab-body" role="tabpanel" id="tab-panel" aria-labelledby="tab-${tab}" data-tab=${tab}>
              <h2 class="unseen">${tabWords[tab]}</h2>
              ${bodies[tab](state, focus, act)}
            </div>`
        : nothing
    }
    <div class="halves">
      ${focus.network.layers.length > 0 ? layerTable(focus, act) : nothing}
      ${computed && focus.layer !== null ? detail(state, focus, focus.layer, act) : nothing}
    </div>
    ${notes(focus, act)}
  </div>`;
}
