// SPDX-License-Identifier: Apache-2.0
// What the bridge is told by its environment.

import { readFileSync } from 'node:fs';

const SHORTEST_SECRET = 32;
const LISTEN = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):([0-9]{1,5})$/;

/** Throws an Error that says what to do, and never repeats the secret. */
export function settings(environment) {
  const [, ipv6, name, port] = LISTEN.exec(environment.STAGEDOOR_BRIDGE_LISTEN || '127.0.0.1:8790') ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new Error('STAGEDOOR_BRIDGE_LISTEN must be an address and a port, such as 127.0.0.1:8790 or [::1]:8790');
  }
  const most = Number(environment.STAGEDOOR_BRIDGE_MAX_SESSIONS || '200');
  if (!Number.isInteger(most) || most < 1) {
    throw new Error('STAGEDOOR_BRIDGE_MAX_SESSIONS must be a whole number from 1');
  }
  return { host: ipv6 ?? name, port: Number(port), secret: secret(environment), most };
}

function secret({ STAGEDOOR_BRIDGE_SECRET: given, STAGEDOOR_BRIDGE_SECRET_FILE: file }) {
  if (given && file) {
    throw new Error('set STAGEDOOR_BRIDGE_SECRET or STAGEDOOR_BRIDGE_SECRET_FILE, not both');
  }
  const text = given || (file ? readFileSync(file, 'utf8').replace(/\r?\n$/, '') : '');
  if (text.length < SHORTEST_SECRET) {
    throw new Error(
      `STAGEDOOR_BRIDGE_SECRET, or the file that STAGEDOOR_BRIDGE_SECRET_FILE names, must have at least ${SHORTEST_SECRET} characters: ` +
        'the same as the setting realtime.voice.secret of Stagedoor',
    );
  }
  return text;
}
