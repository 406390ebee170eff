// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuthManager, type TokenUpdate } from '@stagedoor/realtime-core';
import { payload } from '../../../test/support/page.js';
import { advance, refusal, settle, useFakeClock } from '../../../test/support/time.js';

const status = (code: number) => Object.assign(new Error(`status ${code}`), { status: code });

describe('a refresh', () => {
  let calls: number[];
  let outcomes: (Error | 'ok')[];
  let start: number;

  /** Fails as `outcomes` says, and then succeeds. Notes when it was called. */
  const refresh = async (): Promise<TokenUpdate> => {
    calls.push(Date.now() - start);
    const outcome = outcomes.shift() ?? 'ok';
    if (outcome !== 'ok') throw outcome;
    return { agent_c_token: `header.fresh${calls.length}.signature`, expires_at: Math.floor(Date.now() / 1000) + 3_600 };
  };

  async function signedIn(options = {}) {
    const auth = new AuthManager({ refresh, ...options });
    await auth.initializeFromPayload(payload());
    return auth;
  }

  beforeEach(() => {
    useFakeClock();
    vi.setSystemTime('2026-03-01T12:00:00Z');
    calls = [];
    outcomes = [];
    start = Date.now();
  });
  afterEach(() => vi.useRealTimers());

  it('runs by itself before the token ends, again and again', async () => {
    const auth = await signedIn();
    await advance(3 * 3_540_000);
    expect(calls).toEqual([3_540_000, 7_080_000, 10_620_000]);
    expect(auth.getToken()).toBe('header.fresh3.signature');
    auth.clearTokens();
  });

  it('G1-14 is shared by 20 callers at the same time', async () => {
    const auth = await signedIn();
    const results = await Promise.all(Array.from({ length: 20 }, () => auth.refreshTokens().then(() => auth.getToken())));
    expect(calls).toHaveLength(1);
    expect(new Set(results)).toEqual(new Set(['header.fresh1.signature']));
    await auth.refreshTokens();
    expect(calls).toHaveLength(2);
    auth.clearTokens();
  });

  it('G1-14 is shared with the timer', async () => {
    const auth = await signedIn();
    await advance(3_539_999);
    const [mine] = await Promise.all([auth.refreshTokens(), advance(1)]);
    expect(mine).toBeUndefined();
    expect(calls).toHaveLength(1);
    auth.clearTokens();
  });

  it('G1-15 survives a backend that is down for a while', async () => {
    outcomes = [status(503), status(503)];
    const auth = await signedIn();
    await advance(3_600_000);
    expect(auth.isAuthenticated()).toBe(true);
    expect(auth.getToken()).toBe('header.fresh3.signature');
    auth.clearTokens();
  });

  it('G1-15 is tried again in rounds until the token ends', async () => {
    outcomes = [503, 502, 500, 503, 503, 503].map(status);
    const auth = await signedIn();
    await advance(3_546_000);
    expect(auth.getState()).toMatchObject({ isAuthenticated: true, error: { status: 500 } });
    await advance(34_000);
    expect(calls.map((ms) => ms / 1000)).toEqual([3540, 3542, 3546, 3556, 3558, 3562, 3572]);
    expect(auth.getState()).toMatchObject({ isAuthenticated: true, error: null });
    auth.clearTokens();
  });

  it('G1-15 ends with the token', async () => {
    outcomes = Array.from({ length: 100 }, () => status(503));
    const auth = await signedIn();
    const lastRound = 6_000;
    await advance(3_600_000 + lastRound);
    const tried = calls.length;
    expect(tried).toBeGreaterThan(6);
    await advance(3_600_000);
    expect(calls).toHaveLength(tried);
    expect(auth.isAuthenticated()).toBe(false);
    auth.clearTokens();
  });

  it('G1-16 is tried three times, after 2 s and 4 s, and then fails with the last error', async () => {
    outcomes = [status(500), status(502), status(503)];
    const auth = await signedIn();
    const refreshing = auth.refreshTokens();
    const failed = expect(refreshing).rejects.toMatchObject({ status: 503 });
    await advance(1_999);
    expect(calls).toEqual([0]);
    await advance(1);
    expect(calls).toEqual([0, 2_000]);
    await advance(3_999);
    expect(calls).toEqual([0, 2_000]);
    await advance(1);
    await failed;
    expect(calls).toEqual([0, 2_000, 6_000]);
    auth.clearTokens();
  });

  it('G1-17 ends the sign-in at a 401, without another try', async () => {
    outcomes = [status(401)];
    const auth = await signedIn();
    const reasons: unknown[] = [];
    auth.on('signed-out', ({ reason }) => reasons.push(reason));
    await expect(auth.refreshTokens()).rejects.toMatchObject({ status: 401 });
    await advance(7_200_000);
    expect(calls).toHaveLength(1);
    expect(reasons).toEqual(['session-ended']);
    expect(auth.getToken()).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('G1-19 that is under way at sign-out brings nothing back', async () => {
    let answer = (_: TokenUpdate) => {};
    const auth = await signedIn({ refresh: () => new Promise<TokenUpdate>((resolve) => (answer = resolve)) });
    const refreshing = refusal(auth.refreshTokens());
    await settle();
    auth.clearTokens();
    answer({ agent_c_token: 'header.late.signature', expires_at: 4_000_000_000 });
    expect(await refreshing).toBe('signed_out');
    expect(auth.getToken()).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('G1-19 that is under way when another person signs in is not taken for theirs', async () => {
    let answer = (_: TokenUpdate) => {};
    const auth = await signedIn({ refresh: () => new Promise<TokenUpdate>((resolve) => (answer = resolve)) });
    const refreshing = refusal(auth.refreshTokens());
    await settle();
    await auth.initializeFromPayload(payload({ agent_c_token: 'header.other.signature' }));
    answer({ agent_c_token: 'header.late.signature', expires_at: 4_000_000_000 });
    expect(await refreshing).toBe('signed_out');
    expect(auth.getToken()).toBe('header.other.signature');
    auth.clearTokens();
  });

  it('G1-19 that waits at sign-out leaves no timer', async () => {
    outcomes = [status(503)];
    const auth = await signedIn();
    const refreshing = refusal(auth.refreshTokens());
    await settle();
    auth.clearTokens();
    expect(await refreshing).toBe('signed_out');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is told by isRefreshing', async () => {
    const auth = await signedIn();
    const states: boolean[] = [];
    auth.on('state-changed', ({ isRefreshing }) => states.push(isRefreshing));
    await auth.refreshTokens();
    expect([states[0], states.at(-1)]).toEqual([true, false]);
    auth.clearTokens();
  });

  describe('by the listeners of token-expiring', () => {
    async function listened() {
      const auth = await signedIn({ refresh: undefined });
      auth.on('token-expiring', async () => auth.updateTokens(await refresh()));
      return auth;
    }

    it('G1-10 happens when the timer fires', async () => {
      const auth = await listened();
      await advance(3_540_000);
      expect(calls).toEqual([3_540_000]);
      expect(auth.getToken()).toBe('header.fresh1.signature');
      auth.clearTokens();
    });

    it('G1-14 is shared', async () => {
      const auth = await listened();
      await Promise.all(Array.from({ length: 20 }, () => auth.refreshTokens()));
      expect(calls).toHaveLength(1);
      auth.clearTokens();
    });

    it('G1-16 is tried again when a listener fails', async () => {
      outcomes = [status(503), new Error('Token refresh failed')];
      const auth = await listened();
      await advance(3_546_000);
      expect(calls).toEqual([3_540_000, 3_542_000, 3_546_000]);
      expect(auth.isAuthenticated()).toBe(true);
      auth.clearTokens();
    });

    it('G1-17 ends the sign-in at a 401', async () => {
      outcomes = [status(401)];
      const auth = await listened();
      await advance(3_540_000);
      expect(auth.getToken()).toBeNull();
    });

    it('is refused when nobody listens', async () => {
      const auth = await signedIn({ refresh: undefined });
      expect(await refusal(auth.refreshTokens())).toBe('no_refresh');
      auth.clearTokens();
    });
  });

  it('needs a sign-in', async () => {
    expect(await refusal(new AuthManager({ refresh }).refreshTokens())).toBe('not_authenticated');
  });
});
