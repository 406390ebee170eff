// SPDX-License-Identifier: Apache-2.0
// ID tokens of a certified OpenID Connect provider (the package oidc-provider), got as a browser gets them and exchanged
// at POST /oauth/token of a running Stagedoor.
//   STAGEDOOR_URL  base URL of the server, which may call loopback addresses (egress.allow)
//   STAGEDOOR_KEY  a tenant's secret API key that may set credentials and open sessions

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { Provider } from 'oidc-provider';

const missing = ['STAGEDOOR_URL', 'STAGEDOOR_KEY'].filter((name) => !process.env[name]);
if (missing.length > 0) {
  throw new Error(`${missing.join(', ')} not set: these tests need a started Stagedoor and a tenant's API key`);
}
const STAGEDOOR = process.env.STAGEDOOR_URL.replace(/\/+$/, '');
const KEY = process.env.STAGEDOOR_KEY;
const CLIENT = 'shop-web';
const CALLBACK = 'http://127.0.0.1:9/callback';
const NAME = `provider-${randomBytes(4).toString('hex')}`;

const server = createServer();
let issuer;

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [CALLBACK],
      },
    ],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  server.on('request', provider.callback());
});

after(() => {
  server.closeAllConnections();
  server.close();
});

/** A browser of one person: keeps cookies, and follows redirects until it is at the application again. */
class Browser {
  cookies = new Map();

  async visit(url, form) {
    let next = { url, form };
    for (let hop = 0; hop < 20; hop++) {
      const response = await fetch(next.url, {
        method: next.form ? 'POST' : 'GET',
        redirect: 'manual',
        body: next.form && new URLSearchParams(next.form),
        headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        if (value === '') this.cookies.delete(name);
        else this.cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (!location) return { url: next.url, page: await response.text() };
      next = { url: new URL(location, next.url).href };
      if (next.url.startsWith(CALLBACK)) return next;
    }
    throw new Error('redirected too often');
  }
}

/** Logs in, with the authorization code flow and PKCE; returns what the provider's token endpoint answers. */
async function logIn(user) {
  const verifier = randomBytes(32).toString('base64url');
  const browser = new Browser();
  let at = await browser.visit(
    `${issuer}/auth?${new URLSearchParams({
      client_id: CLIENT,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      nonce: randomBytes(8).toString('hex'),
      code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    })}`,
  );
  for (const form of [{ prompt: 'login', login: user, password: 'any' }, { prompt: 'consent' }]) {
    if (at.url.startsWith(CALLBACK)) break;
    at = await browser.visit(at.url, form);
  }
  const code = new URL(at.url).searchParams.get('code');
  assert.ok(code, at.page ?? at.url);
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CLIENT,
      code,
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    }),
  });
  return answer.json();
}

async function ask(method, path, body, type = 'application/json', key = KEY) {
  const response = await fetch(STAGEDOOR + path, {
    method,
    body,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': type }) },
  });
  const text = await response.text();
  return { status: response.status, json: text ? JSON.parse(text) : undefined };
}

function exchange(token, type) {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    subject_token_type: `urn:ietf:params:oauth:token-type:${type}`,
  });
  return ask('POST', '/oauth/token', form.toString(), 'application/x-www-form-urlencoded');
}

describe('an ID token of a certified provider', { timeout: 60_000 }, () => {
  before(async () => {
    const trusted = await ask('PUT', `/api/v1/oidc-issuers/${NAME}`, JSON.stringify({ issuer, audiences: [CLIENT] }));
    assert.equal(trusted.status, 200, JSON.stringify(trusted.json));
  });

  after(() => ask('DELETE', `/api/v1/oidc-issuers/${NAME}`));

  it('brings a session of the person who logged in', async () => {
    const user = `alice-${randomBytes(4).toString('hex')}`;
    const tokens = await logIn(user);

    const session = await exchange(tokens.id_token, 'id_token');

    assert.equal(session.status, 200, JSON.stringify(session.json));
    assert.equal(session.json.token_type, 'Bearer');
    assert.ok(session.json.agent_c.agent_c_token);
    const listed = await ask('GET', `/api/v1/sessions?user_id=${user}`);
    assert.equal(listed.json.items.length, 1);
    const refreshed = await ask('POST', '/api/auth/refresh', undefined, undefined, session.json.access_token);
    assert.equal(refreshed.status, 200);
  });

  it('counts, and what is no JWT, or was changed, does not', async () => {
    const tokens = await logIn('bob');

    assert.equal((await exchange(tokens.access_token, 'access_token')).json.error, 'invalid_request');
    const [header, claims, signature] = tokens.id_token.split('.');
    const changed = Buffer.from(claims, 'base64url').toString().replace('"bob"', '"eve"');
    const forged = [header, Buffer.from(changed).toString('base64url'), signature].join('.');
    assert.equal((await exchange(forged, 'id_token')).json.error, 'invalid_request');
    assert.equal((await exchange(tokens.id_token, 'id_token')).status, 200);
  });

  it('is worth nothing once the tenant trusts its issuer no longer', async () => {
    const tokens = await logIn('carol');
    const session = await exchange(tokens.id_token, 'id_token');
    assert.equal(session.status, 200);

    await ask('DELETE', `/api/v1/oidc-issuers/${NAME}`);

    assert.equal((await exchange(tokens.id_token, 'id_token')).status, 400);
    const refreshed = await ask('POST', '/api/auth/refresh', undefined, undefined, session.json.access_token);
    assert.equal(refreshed.status, 401);
  });
});
