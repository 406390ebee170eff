// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo } from 'react';
import type { ChatSummary, RealtimeClient } from '@stagedoor/realtime-core';
import { useClientState } from './client-state.js';
import { useRealtimeClient } from './provider.js';
import { Store, useStore } from './store.js';

/** A list of the user's chats. */
export interface ChatListState {
  /** The chats that were loaded, the newest first. */
  readonly chats: readonly ChatSummary[];
  /** How many there are in all. */
  readonly total: number;
  /** Whether more are being loaded. */
  readonly isLoading: boolean;
  /** Why the last loading failed. */
  readonly error: Error | null;
}

/** What `useChatSessionList` gives. */
export interface ChatSessionList extends ChatListState {
  /** Whether there are more than were loaded. */
  readonly hasMore: boolean;
  /** Loads the next page. */
  readonly loadMore: () => Promise<void>;
  /** Loads the first page anew. */
  readonly reload: () => Promise<void>;
}

/** Which chats to list. */
export interface ChatListOptions {
  /** How many chats a page has. Default 50. */
  readonly pageSize?: number;
  /** Lists only what fits this text. */
  readonly query?: string;
}

const EMPTY: ChatListState = { chats: [], total: 0, isLoading: false, error: null };

class ChatList extends Store<ChatListState> {
  readonly #client: RealtimeClient;
  readonly #pageSize: number;
  readonly #query: string | undefined;
  /** Counts reloads, so that an answer to an earlier one is left out. */
  #load = 0;

  constructor(client: RealtimeClient, pageSize: number, query: string | undefined) {
    super(EMPTY);
    this.#client = client;
    this.#pageSize = pageSize;
    this.#query = query;
  }

  readonly reload = (): Promise<void> => this.#page([]);

  readonly loadMore = (): Promise<void> => this.#page(this.get().chats);

  /** Keeps the list as other tabs and the agent change it; returns what ends that. */
  watch(): () => void {
    const ends = [
      this.#client.on('chat_session_added', ({ chat_session: added }) => this.#added(added)),
      this.#client.on('chat_session_deleted', ({ session_id }) => this.#change([], session_id, -1)),
      this.#client.on('chat_session_name_changed', ({ session_id, session_name }) => {
        if (this.#query) return void this.reload();
        const renamed = (chat: ChatSummary) => (chat.session_id === session_id ? { ...chat, session_name } : chat);
        this.set({ ...this.get(), chats: this.get().chats.map(renamed) });
      }),
    ];
    return () => ends.forEach((end) => end());
  }

  async #page(before: readonly ChatSummary[]): Promise<void> {
    const load = ++this.#load;
    this.set({ ...this.get(), isLoading: true, error: null });
    try {
      const page = await this.#client.listChats({ offset: before.length, limit: this.#pageSize, query: this.#query });
      if (load !== this.#load) return;
      this.set({ chats: without(page.chat_sessions, before), total: page.total_sessions, isLoading: false, error: null });
    } catch (error) {
      if (load === this.#load) this.set({ ...this.get(), isLoading: false, error: error as Error });
    }
  }

  /** Whether it fits a query, the server knows. */
  #added(chat: ChatSummary): void {
    if (this.#query) void this.reload();
    else this.#change([chat], chat.session_id, 1);
  }

  #change(first: readonly ChatSummary[], id: string, by: number): void {
    const { chats, total } = this.get();
    const others = chats.filter(({ session_id }) => session_id !== id);
    const isNews = by > 0 ? others.length === chats.length : others.length < chats.length;
    this.set({ ...this.get(), chats: [...first, ...others], total: isNews ? total + by : total });
  }
}

/** The chats known before, and those of the next page that are not among them. */
function without(page: readonly ChatSummary[], before: readonly ChatSummary[]): ChatSummary[] {
  const known = new Set(before.map(({ session_id }) => session_id));
  return [...before, ...page.filter(({ session_id }) => !known.has(session_id))];
}

/** The user's chats. Loads the first page as soon as there is a connection, and follows changes. */
export function useChatSessionList({ pageSize = 50, query }: ChatListOptions = {}): ChatSessionList {
  const client = useRealtimeClient();
  const isReady = useClientState(({ initialized, connection }) => initialized && connection === 'CONNECTED');
  const list = useMemo(() => new ChatList(client, pageSize, query), [client, pageSize, query]);
  useEffect(() => list.watch(), [list]);
  useEffect(() => {
    if (isReady) void list.reload();
  }, [list, isReady]);
  const state = useStore(list);
  return { ...state, hasMore: state.chats.length < state.total, loadMore: list.loadMore, reload: list.reload };
}
