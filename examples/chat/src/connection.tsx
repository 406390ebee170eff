// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { RealtimeClient } from '@stagedoor/realtime-core';
import { useConnection, useRealtimeClient } from '@stagedoor/realtime-react';
import type { Account } from './account';

/** Why there is no connection, when it will not come back by itself. */
type Stopped = 'replaced' | 'refused' | null;

const FIRST_TRIES = 3_000;

/** Connects for as long as it is shown. The SDK makes a lost connection again; what it gives up on is decided here. */
export function useKeptConnection(account: Account): { stopped: Stopped; reconnect: () => void } {
  const client = useRealtimeClient();
  const [stopped, setStopped] = useState<Stopped>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const connect = () => {
      client.connect().catch((error: { code?: string }) => {
        if (isOver) return;
        if (!gaveUp(error.code)) timer = setTimeout(connect, FIRST_TRIES);
      });
    };
    const gaveUp = (code: string | undefined): boolean => {
      if (code === 'replaced') setStopped('replaced');
      else if (code === 'forbidden' || code === 'unacceptable') {
        setStopped('refused');
        account.check().catch(() => {});
      } else return false;
      return true;
    };
    const end = client.on('reconnection_failed', ({ code }) => void gaveUp(code));
    setStopped(null);
    connect();
    return () => {
      isOver = true;
      clearTimeout(timer);
      end();
    };
  }, [client, account, round]);

  // StrictMode takes effects away and brings them back in one turn; that must not end a connection.
  useEffect(() => {
    kept.set(client, (kept.get(client) ?? 0) + 1);
    return () => {
      kept.set(client, kept.get(client)! - 1);
      queueMicrotask(() => {
        if (kept.get(client) === 0) client.disconnect();
      });
    };
  }, [client]);

  return { stopped, reconnect: () => setRound((n) => n + 1) };
}

const kept = new WeakMap<RealtimeClient, number>();

/** Says what the connection does, unless it stands. */
export function ConnectionBanner({ stopped, reconnect }: { readonly stopped: Stopped; readonly reconnect: () => void }) {
  const { state } = useConnection();
  const isOnline = useOnline();
  const seconds = useNextTry();
  const text = textOf(state, stopped, isOnline, seconds);
  return (
    <div className="connection" data-shown={text !== null}>
      {/* Seconds that count down would be read out one by one. */}
      <p role="status">{text?.split(' in ')[0]}<span aria-hidden="true">{text?.includes(' in ') && ` in ${text.split(' in ')[1]}`}</span></p>
      {stopped && <button type="button" onClick={reconnect}>{stopped === 'replaced' ? 'Use it here' : 'Try again'}</button>}
    </div>
  );
}

function textOf(state: string, stopped: Stopped, isOnline: boolean, seconds: number): string | null {
  if (stopped === 'replaced') return 'This chat is open in another window.';
  if (stopped === 'refused') return 'The server refused the connection.';
  if (state === 'CONNECTED') return null;
  if (!isOnline) return 'You are offline. What you write is kept.';
  if (state === 'RECONNECTING') return seconds > 0 ? `The connection was lost. Reconnecting in ${seconds} s` : 'Reconnecting…';
  return 'Connecting…';
}

function useOnline(): boolean {
  const follow = (follower: () => void) => {
    window.addEventListener('online', follower);
    window.addEventListener('offline', follower);
    return () => {
      window.removeEventListener('online', follower);
      window.removeEventListener('offline', follower);
    };
  };
  return useSyncExternalStore(follow, () => navigator.onLine);
}

/** In how many seconds the next try begins. */
function useNextTry(): number {
  const client = useRealtimeClient();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const stop = () => {
      clearInterval(timer);
      setSeconds(0);
    };
    const ends = [
      client.on('reconnecting', ({ delay }) => {
        stop();
        const end = Date.now() + delay;
        const count = () => setSeconds(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
        count();
        timer = setInterval(count, 500);
      }),
      client.on('connected', stop),
      client.on('reconnection_failed', stop),
      stop,
    ];
    return () => ends.forEach((end) => end());
  }, [client]);
  return seconds;
}
