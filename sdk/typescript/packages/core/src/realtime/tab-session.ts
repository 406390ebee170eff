// SPDX-License-Identifier: Apache-2.0

/** The part of `sessionStorage` that is used here. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'stagedoor.ui_session_id';

/**
 * Remembers the ui session of a tab over a reload. While a page lives, the id is in memory only: a duplicated tab gets a
 * copy of `sessionStorage`, and must not find an id in it that is in use.
 */
export class TabSession {
  readonly #storage: TabStorage | undefined;
  #id: string | undefined;
  #listening = false;

  constructor(storage: TabStorage | undefined) {
    this.#storage = storage;
  }

  /** The ui session to continue, if there is one. */
  take(): string | undefined {
    if (this.#id === undefined) {
      this.#id = this.#storage?.getItem(KEY) ?? undefined;
      this.#storage?.removeItem(KEY);
    }
    return this.#id;
  }

  /** The server named the ui session. */
  keep(id: string): void {
    this.#id = id;
    if (this.#listening) return;
    this.#listening = true;
    globalThis.addEventListener?.('pagehide', this.#leave);
    globalThis.addEventListener?.('pageshow', this.#return);
  }

  /** The next connection begins a ui session of its own. */
  forget(): void {
    this.#id = undefined;
    this.#listening = false;
    globalThis.removeEventListener?.('pagehide', this.#leave);
    globalThis.removeEventListener?.('pageshow', this.#return);
  }

  readonly #leave = () => {
    if (this.#id !== undefined) this.#storage?.setItem(KEY, this.#id);
  };

  readonly #return = () => this.#storage?.removeItem(KEY);
}

/** The tab's storage; none where there are no tabs, or where the browser forbids it. */
export function tabStorage(): TabStorage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
