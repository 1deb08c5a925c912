/** The ledger of a run: who still needs which storage, so that it is given back with its last holder. */
import type { Kernels, StorageKey } from '../tensor/kernels';
import type { Tensor } from '../tensor/tensor';

/** Holders by storage. What was not adopted (parameters, the probe) is nobody's business here and stays. */
export interface Ledger {
  /** Runs `work` and becomes the first holder of all storage that it leaves behind. */
  adopting<T>(work: () => T): { readonly result: T; readonly storages: readonly StorageKey[] };
  /** One more holder of a tensor's storage, which several tensors may share. */
  hold(tensor: Tensor): void;
  /** One holder less. */
  drop(tensor: Tensor): void;
  dropAll(storages: readonly StorageKey[]): void;
}

/** An empty ledger. */
export function createLedger(kernels: Kernels): Ledger {
  const holders = new Map<StorageKey, number>();
  const dropKey = (key: StorageKey): void => {
    const count = holders.get(key);
    if (count === undefined) return;
    if (count > 1) {
      holders.set(key, count - 1);
    } else {
      holders.delete(key);
      kernels.release(key);
    }
  };
  return {
    adopting: (work) => {
      const done = kernels.recorded(work);
      for (const key of done.storages) holders.set(key, 1);
      return done;
    },
    hold: (tensor) => {
      const key = kernels.storageOf(tensor);
      const count = holders.get(key);
      if (count !== undefined) holders.set(key, count + 1);
    },
    drop: (tensor) => dropKey(kernels.storageOf(tensor)),
    dropAll: (storages) => storages.forEach(dropKey),
  };
}
