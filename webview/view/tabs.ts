/** The tabs: only those that apply to the network, moved through with the arrow keys. */
import { html, type TemplateResult } from 'lit';
import { tabs, type Act, type Focus, type LensState, type Tab } from '../state';

/** What the tabs are called. */
export const tabWords = {
  flow: 'Flow',
  curves: 'Curves',
  heatmaps: 'Heatmaps',
  product: 'Product',
  scan: 'Scan',
  train: 'Train',
  compare: 'Compare',
  time: 'Time',
  decision: 'Decision',
  circuit: 'Circuit',
  check: 'Check',
} as const satisfies Record<Tab, string>;

/** The tab that is shown: the remembered one if it applies. */
export function currentTab(state: LensState, focus: Focus): Tab {
  const offered = offeredTabs(focus);
  return offered.includes(state.memory.tab) ? state.memory.tab : (offered[0] ?? 'flow');
}

/** The row of tabs. */
export function tabList(state: LensState, focus: Focus, act: Act): TemplateResult {
  const offered = offeredTabs(focus);
  const current = currentTab(state, focus);
  return html`<div
    class="tabs"
    role="tablist"
    aria-label="Pictures"
    @keydown=${(event: KeyboardEvent) => move(event, offered, current, act)}
  >
    ${offered.map(
      (tab) =>
        html`<button
          role="tab"
          type="button"
          id="tab-${tab}"
          data-tab=${tab}
          aria-selected=${tab === current ? 'true' : 'false'}
          aria-controls="tab-panel"
          tabindex=${tab === current ? 0 : -1}
          @click=${() => act({ kind: 'tab', tab })}
        >
          ${tabWords[tab]}
        </button>`,
    )}
  </div>`;
}

const recurrent: ReadonlySet<string> = new Set(['rnn', 'lstm', 'gru']);

/** Whether a layer has time steps. */
export function isRecurrent({ kind }: { readonly kind: string }): boolean {
  return recurrent.has(kind);
}

function offeredTabs({ network }: Focus): readonly Tab[] {
  const { layers, inputShapes, outputShapes } = network;
  const trains = network.loss !== null && network.trainableParameters > 0;
  const reached = layers.some((layer) => layer.delta !== null);
  const [[, features = 0, ...furtherAxes] = []] = inputShapes;
  const [output = []] = outputShapes;
  const applies: Record<Tab, boolean> = {
    flow: network.circuit === null,
    curves: network.activations.length > 0,
    heatmaps: reached,
    product: trains && reached,
    scan: network.scan !== null || scansOver(network),
    train: trains && network.circuit === null,
    compare: trains && layers.some(({ activation }) => activation !== null),
    time: trains && layers.some(isRecurrent),
    decision: trains && features === 2 && furtherAxes.length === 0 && output.length <= 2,
    circuit: network.circuit !== null,
    check: trains,
  };
  return tabs.filter((tab) => applies[tab]);
}

/** One input number, and a loss to go back from. */
function scansOver({ inputShapes, layers, loss, trainableParameters }: Focus['network']): boolean {
  const [[, ...sample] = []] = inputShapes;
  const single = inputShapes.length === 1 && sample.every((size) => size === 1);
  return single && layers[0]?.kind !== 'embedding' && loss !== null && trainableParameters > 0;
}

function move(event: KeyboardEvent, offered: readonly Tab[], current: Tab, act: Act): void {
  const stride = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (stride === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const to = offered[(offered.indexOf(current) + stride + offered.length) % offered.length];
  if (to === undefined) return;
  const list = event.currentTarget;
  act({ kind: 'tab', tab: to });
  list.querySelector<HTMLElement>(`[data-tab="${to}"]`)?.focus();
}
