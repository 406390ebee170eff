// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuthManager, type TokenUpdate } from '@stagedoor/realtime-core';
import { payload } from '../../../test/support/page.js';
import { advance, useFakeClock } from '../../../test/support/time.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

const now = () => Math.floor(Date.now() / 1000);
const lasting = (seconds: number) => payload({ expires_at: now() + seconds });
const update = (seconds: number): TokenUpdate => ({ agent_c_token: 'header.second.signature', expires_at: now() + seconds });

describe('a token’s end', () => {
  let fired: number[];

  /** A manager whose listener refreshes nothing. */
  async function watched(seconds: number, options = {}) {
    const auth = new AuthManager(options);
    await auth.initializeFromPayload(lasting(seconds));
    const start = Date.now();
    auth.on('token-expiring', () => fired.push((Date.now() - start) / 1000));
    return auth;
  }

  beforeEach(() => {
    useFakeClock();
    vi.setSystemTime('2026-03-01T12:00:00Z');
    fired = [];
  });
  afterEach(() => vi.useRealTimers());

  it('G1-09 fires token-expiring once, a minute before', async () => {
    await watched(HOUR);
    await advance(HOUR * 1000 - 60_001);
    expect(fired).toEqual([]);
    await advance(HOUR * 1000);
    expect(fired).toEqual([HOUR - 60]);
  });

  it('G1-12 is in seconds: an hour’s token is renewed near 3,540 s', async () => {
    await watched(HOUR);
    await advance(HOUR * 1000);
    expect(fired[0]).toBeCloseTo(3_540, 0);
  });

  it('G1-09 fires a fifth of a short life before its end', async () => {
    await watched(100);
    await advance(100_000);
    expect(fired).toEqual([80]);
  });

  it('G1-09 fires as early as the option says', async () => {
    await watched(HOUR, { refreshBufferMs: 300_000 });
    await advance(HOUR * 1000);
    expect(fired).toEqual([HOUR - 300]);
  });

  it('G1-11 moves with updateTokens: the old timer never fires, the new one does', async () => {
    const auth = await watched(HOUR);
    await advance(HOUR * 1000 - 120_000);
    await auth.updateTokens(update(HOUR));
    expect(auth.getToken()).toBe('header.second.signature');
    await advance(120_000);
    expect(fired).toEqual([]);
    await advance(HOUR * 1000);
    expect(fired).toEqual([HOUR - 120 + HOUR - 60]);
  });

  it.each([25, 31, 400])('G1-13 may be %i days away', async (days) => {
    await watched(days * DAY);
    await advance((days * DAY - 61) * 1000);
    expect(fired).toEqual([]);
    await advance(1_000);
    expect(fired).toEqual([days * DAY - 60]);
  });

  it('G1-13 may have passed: it fires at once, and once', async () => {
    const auth = await watched(-10);
    expect(auth.isAuthenticated()).toBe(false);
    await advance(1);
    expect(fired).toHaveLength(1);
    await advance(DAY * 1000);
    expect(fired).toHaveLength(1);
  });

  it('is told when nobody renewed the token', async () => {
    const auth = await watched(HOUR);
    const ended: unknown[] = [];
    auth.on('token-expired', (event) => ended.push(event));
    await advance(HOUR * 1000 - 1);
    expect([auth.isAuthenticated(), ended.length]).toEqual([true, 0]);
    await advance(1);
    expect([auth.isAuthenticated(), ended.length]).toEqual([false, 1]);
  });

  it('G1-19 is forgotten with the tokens: nothing is left, and no timer', async () => {
    const auth = await watched(HOUR);
    const reasons: unknown[] = [];
    auth.on('signed-out', ({ reason }) => reasons.push(reason));
    await auth.logout();
    expect(auth.getToken()).toBeNull();
    expect(auth.getWebSocketUrl()).toBeNull();
    expect(auth.getState()).toEqual({ isAuthenticated: false, isRefreshing: false, expiresAt: null, error: null });
    expect(vi.getTimerCount()).toBe(0);
    expect(reasons).toEqual(['logout']);
  });

  it('G1-19 cannot come back: updateTokens needs a sign-in', async () => {
    const auth = await watched(HOUR);
    auth.clearTokens();
    await expect(auth.updateTokens(update(HOUR))).rejects.toThrow('Not authenticated');
    expect(auth.getToken()).toBeNull();
  });

  it('does not depend on one listener: another one that throws stops nothing', async () => {
    const shown = vi.spyOn(console, 'error').mockImplementation(() => {});
    const auth = new AuthManager();
    auth.on('state-changed', () => {
      throw new Error('a listener’s own fault');
    });
    await auth.initializeFromPayload(lasting(HOUR));
    expect(auth.isAuthenticated()).toBe(true);
    expect(shown).toHaveBeenCalled();
    shown.mockRestore();
  });
});
