// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';

/** A value that components follow. */
export class Store<Value> {
  readonly #followers = new Set<() => void>();
  #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  readonly get = (): Value => this.#value;

  set(value: Value): void {
    this.#value = value;
    for (const follower of this.#followers) follower();
  }

  readonly follow = (follower: () => void): (() => void) => {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  };
}

/** The store's value, always the newest. */
export function useStore<Value>(store: Store<Value>): Value {
  return useSyncExternalStore(store.follow, store.get, store.get);
}
