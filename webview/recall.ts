/** Reads what an earlier panel, perhaps of an older version, has left in the editor's memory. */
import { blankMemory, tabs, type Choice, type Memory, type Setting } from './state';

/** The remembered state; whatever does not have the expected form is forgotten. */
export function recalled(value: unknown): Memory {
  if (!isRecord(value)) return blankMemory;
  const { tab, heat, scale, zoom, open, scroll, choice, settings } = value;
  return {
    choice: isChoice(choice) ? choice : null,
    tab: tabs.find((known) => known === tab) ?? blankMemory.tab,
    heat: heat === 'delta' || heat === 'units' ? heat : blankMemory.heat,
    scale: scale === 'magnitude' ? scale : blankMemory.scale,
    zoom: isRecord(zoom) ? Object.fromEntries(Object.entries(zoom).filter(isFactor)) : {},
    open: Array.isArray(open) ? open.filter((name) => typeof name === 'string') : [],
    scroll: typeof scroll === 'number' && Number.isFinite(scroll) ? scroll : 0,
    settings: isRecord(settings) ? Object.fromEntries(Object.entries(settings).filter(isSetting)) : {},
  };
}

function isFactor(entry: [string, unknown]): entry is [string, number] {
  const [, factor] = entry;
  return typeof factor === 'number' && factor >= 1 && factor <= 1024;
}

function isSetting(entry: [string, unknown]): entry is [string, Setting] {
  return ['string', 'number', 'boolean'].includes(typeof entry[1]);
}

function isChoice(value: unknown): value is Choice {
  if (!isRecord(value)) return false;
  const { path, network, networkName, layer, layerName } = value;
  const isName = (name: unknown): boolean => name === null || typeof name === 'string';
  const numbers = typeof network === 'number' && (layer === null || typeof layer === 'number');
  return typeof path === 'string' && numbers && isName(networkName) && isName(layerName);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
