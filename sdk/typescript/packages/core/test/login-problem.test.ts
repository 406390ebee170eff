// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, mapLoginError } from '@stagedoor/realtime-core';

const NOW = Date.parse('2026-03-01T12:00:00Z');

const failed = (status: number, headers: Record<string, string> = {}) =>
  ApiError.of(new Response('{"code":"x"}', { status, headers }));

describe('a failed sign-in', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('G1-25 without a network is of type network, and may be retried', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    expect(mapLoginError(await failed(401))).toMatchObject({ type: 'network', retry: true });
    expect(mapLoginError(new TypeError('fetch failed'))).toMatchObject({ type: 'network', retry: true });
  });

  it('G1-26 with status 401 is of type auth, and final', async () => {
    expect(mapLoginError(await failed(401))).toEqual({ type: 'auth', message: 'Invalid email or password.', retry: false });
    const wrong = Response.json({ code: 'unauthenticated', error: 'Invalid credentials' }, { status: 401 });
    expect(mapLoginError(await ApiError.of(wrong))).toMatchObject({ type: 'auth', retry: false });
  });

  it.each([
    [401, 'unauthenticated'],
    [403, 'origin_not_allowed'],
  ])('with %i %s is no fault of the person: the page may not sign anybody in', async (status, code) => {
    const problem = mapLoginError(await ApiError.of(Response.json({ code }, { status })));
    expect(problem).toMatchObject({ type: 'setup', retry: false });
    expect(problem.message).toContain('publishable key');
  });

  it.each([
    ['seconds', '17', 17],
    ['a date', 'Sun, 01 Mar 2026 12:01:30 GMT', 90],
    ['a date that has passed', 'Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['nonsense', 'soon', 60],
    ['nothing', undefined, 60],
  ])('G1-27 with status 429 says how long to wait: %s', async (_, header, seconds) => {
    const problem = mapLoginError(await failed(429, header === undefined ? {} : { 'Retry-After': header }), NOW);
    expect(problem).toMatchObject({ type: 'rate_limit', retry: true, retryAfter: seconds });
    expect(problem.message).toContain(` ${seconds} seconds`);
  });

  it('G1-28 with status 503 is of type maintenance, and may be retried', async () => {
    expect(mapLoginError(await failed(503))).toMatchObject({ type: 'maintenance', retry: true });
  });

  it.each([400, 403, 404, 418, 500, 502])('G1-29 with status %i is of type unknown', async (status) => {
    expect(mapLoginError(await failed(status))).toMatchObject({ type: 'unknown', retry: true });
  });

  it.each([new TypeError('fetch failed'), null, undefined, 'text', {}])('G1-29 that is %s is of type unknown', (error) => {
    expect(mapLoginError(error)).toMatchObject({ type: 'unknown', retry: true });
  });

  it('G1-29 shows no text of the server', async () => {
    const error = await ApiError.of(Response.json({ detail: 'stack trace' }, { status: 500 }));
    expect(error.message).toBe('stack trace');
    expect(mapLoginError(error).message).not.toContain('stack');
  });
});

describe('an API error', () => {
  it('carries the problem document', async () => {
    const document = { code: 'rate_limited', detail: 'Too many requests', request_id: 'req_1', error: 'Slow down' };
    const error = await ApiError.of(Response.json(document, { status: 429 }));
    expect(error).toMatchObject({ status: 429, code: 'rate_limited', message: 'Too many requests', requestId: 'req_1', error: 'Slow down' });
  });

  it.each(['', '<html>', 'null', '[]', '"text"', '{"code":7}'])('reads %j as no document', async (text) => {
    const error = await ApiError.of(new Response(text, { status: 502 }));
    expect(error).toMatchObject({ status: 502, code: '', message: 'The server answered 502.', requestId: undefined });
  });
});
