// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';
import { BackendSession, mapLoginError, RealtimeClient, type PersonCredentials } from '@stagedoor/realtime-core';

/** Who is signed in, as far as the page knows. */
export type Access =
  | { readonly is: 'resuming' }
  | { readonly is: 'unreachable'; readonly problem: string }
  | { readonly is: 'signed-out'; readonly notice: string | null }
  | { readonly is: 'signed-in'; readonly client: RealtimeClient; readonly name: string };

/** What was written and not sent: it outlives a reload of its tab, and the session, for the same person. */
interface Draft {
  readonly email: string;
  readonly text: string;
  readonly chatId: string | undefined;
}

/** Only who signed in last, so that a first visitor's page asks for no session. Whether they still are, the cookie decides. */
const LAST = 'chat.last-person';

const DRAFT = 'chat.draft';

interface LastPerson {
  readonly email: string;
  readonly name: string;
}

/** Signing in and out. The session is in a cookie that no script can read, and tokens are in memory only. */
export class Account {
  readonly #session: BackendSession;
  readonly #followers = new Set<() => void>();
  #access: Access = { is: 'resuming' };
  #draft = parsed<Draft>(sessionStorage.getItem(DRAFT));
  #person = lastPerson();

  constructor(publishableKey: string) {
    this.#session = new BackendSession({ publishableKey });
    this.#session.auth.on('signed-out', ({ reason }) => this.#signedOut(reason));
  }

  /** Continues the session after a reload. */
  async resume(): Promise<void> {
    if (!this.#person) return this.#set({ is: 'signed-out', notice: null });
    this.#set({ is: 'resuming' });
    try {
      await this.#session.resume();
      this.#enter(this.#person);
    } catch (error) {
      if ((error as { status?: number }).status === 401) this.#set({ is: 'signed-out', notice: null });
      else this.#set({ is: 'unreachable', problem: mapLoginError(error).message });
    }
  }

  /** Signs in, or rejects with what `mapLoginError` can tell. */
  async signIn(credentials: PersonCredentials): Promise<void> {
    const { email, name } = await this.#session.login(credentials);
    this.#enter({ email: email ?? credentials.email, name: name ?? email ?? credentials.email });
  }

  async signOut(): Promise<void> {
    this.#person = null;
    this.#forgetDraft();
    localStorage.removeItem(LAST);
    await this.#session.logout().catch(() => {});
  }

  /** Asks whether the session still stands; if not, the page goes back to signing in. */
  async check(): Promise<void> {
    await this.#session.auth.refreshTokens();
  }

  /** What this person had written when their session ended, or the page was left. */
  get draft(): string {
    return this.#draft?.text ?? '';
  }

  /** Without a chat, which has not come yet or is gone with the session, the draft stays in the one that it was in. */
  keepDraft(text: string, chatId = this.#draft?.chatId): void {
    if (!this.#person) return;
    this.#draft = { email: this.#person.email, text, chatId };
    sessionStorage.setItem(DRAFT, JSON.stringify(this.#draft));
  }

  #forgetDraft(): void {
    this.#draft = null;
    sessionStorage.removeItem(DRAFT);
  }

  #enter(person: LastPerson): void {
    if (this.#draft?.email !== person.email) this.#forgetDraft();
    this.#person = person;
    localStorage.setItem(LAST, JSON.stringify(person));
    // A new client for each person: nothing of one can be seen by the next.
    const client = new RealtimeClient({ authManager: this.#session.auth, chatSessionId: this.#draft?.chatId });
    this.#set({ is: 'signed-in', client, name: person.name });
  }

  #signedOut(reason: 'logout' | 'session-ended'): void {
    const notice = reason === 'logout' ? null : 'Your session has ended. Sign in again to go on; what you wrote is kept.';
    this.#set({ is: 'signed-out', notice });
  }

  #set(access: Access): void {
    this.#access = access;
    for (const follower of this.#followers) follower();
  }

  readonly get = (): Access => this.#access;

  readonly follow = (follower: () => void): (() => void) => {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  };
}

export function useAccess(account: Account): Access {
  return useSyncExternalStore(account.follow, account.get);
}

function lastPerson(): LastPerson | null {
  return parsed<LastPerson>(localStorage.getItem(LAST));
}

/** What this app stored; null if somebody else has been at it. */
function parsed<Stored extends { readonly email: string }>(text: string | null): Stored | null {
  try {
    const stored = JSON.parse(text ?? 'null') as Stored | null;
    return typeof stored?.email === 'string' ? stored : null;
  } catch {
    return null;
  }
}
