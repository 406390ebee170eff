// SPDX-License-Identifier: Apache-2.0
import { createContext, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { RealtimeClient, type RealtimeClientOptions } from '@stagedoor/realtime-core';
import { ErrorLog } from './error-log.js';

interface Context {
  readonly client: RealtimeClient;
  readonly errors: ErrorLog;
}

const StagedoorContext = createContext<Context | null>(null);

/** What a `StagedoorProvider` takes. */
export interface StagedoorProviderProps {
  /** The client to use. It stays the caller's: the provider never disconnects it. Default: one of its own. */
  readonly client?: RealtimeClient;
  /** Options of the provider's own client; those of the first render count. */
  readonly options?: RealtimeClientOptions;
  /** Whatever uses the hooks. */
  readonly children?: ReactNode;
}

/** Gives the hooks below it their client. */
export function StagedoorProvider({ client, options, children }: StagedoorProviderProps): ReactNode {
  const own = useOwnClient(client === undefined, options);
  const current = client ?? own!;
  const context = useMemo(() => ({ client: current, errors: new ErrorLog() }), [current]);
  useEffect(() => context.errors.record(context.client), [context]);
  return <StagedoorContext.Provider value={context}>{children}</StagedoorContext.Provider>;
}

/** The client of the provider above. */
export function useRealtimeClient(): RealtimeClient {
  return useStagedoor().client;
}

/** The whole context of the provider above. */
export function useStagedoor(): Context {
  const context = useContext(StagedoorContext);
  if (!context) throw new Error('This hook needs a StagedoorProvider above it.');
  return context;
}

/** A client does nothing until it connects, so that one which StrictMode makes and drops leaves no trace. */
function useOwnClient(isNeeded: boolean, options: RealtimeClientOptions | undefined): RealtimeClient | null {
  const own = useRef<RealtimeClient | null>(null);
  const mounts = useRef(0);
  if (isNeeded) own.current ??= new RealtimeClient(options);
  useEffect(() => {
    if (!isNeeded) return;
    mounts.current++;
    return () => {
      mounts.current--;
      // StrictMode takes effects away and brings them back in one turn; that must not end a connection.
      queueMicrotask(() => {
        if (mounts.current === 0) own.current?.disconnect();
      });
    };
  }, [isNeeded]);
  return own.current;
}
