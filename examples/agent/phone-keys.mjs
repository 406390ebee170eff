// SPDX-License-Identifier: Apache-2.0
// Presses keys for whoever is on the phone, as the server asks by RPC (POST /api/v1/calls/{call}/dtmf).

import { setTimeout as sleep } from 'node:timers/promises';
import { RpcError } from '@livekit/rtc-node';

export const METHOD = 'stagedoor.dtmf';

/** RFC 4733: the event code of a key is its place here. */
const KEYS = '0123456789*#ABCD';
const PAUSE_MS = 500;

/** Telephones take a tone of a quarter of a second and the gap after it as one key. */
const GAP_MS = 300;
const REFUSED = 1701;

/** Presses keys one after the other, whatever comes meanwhile. */
export class PhoneKeys {
  #room;
  #logger;
  #last = Promise.resolve();

  constructor(room, logger) {
    this.#room = room;
    this.#logger = logger;
  }

  /** From now on the server can ask. */
  listen() {
    this.#room.localParticipant.registerRpcMethod(METHOD, async (asked) => this.#take(asked));
  }

  /** Answers at once: LiveKit loses answers that take long. */
  #take({ callerIdentity, payload }) {
    // The server is in no room: whoever is could press keys themselves.
    if (this.#room.remoteParticipants.has(callerIdentity)) throw new RpcError(REFUSED, 'only the server may ask');
    const digits = read(payload);
    this.#last = this.#last
      .then(() => this.#press(digits))
      .catch((error) => this.#logger.warn({ event: 'dtmf_failed', error: error.message }, 'keys were not pressed'));
    return JSON.stringify({ accepted: digits.length });
  }

  async #press(digits) {
    for (const digit of digits) {
      if (digit === 'w') {
        await sleep(PAUSE_MS);
      } else {
        await this.#room.localParticipant.publishDtmf(KEYS.indexOf(digit), digit);
        await sleep(GAP_MS);
      }
    }
    this.#logger.info({ event: 'dtmf', keys: digits.length }, 'pressed keys');
  }
}

function read(payload) {
  let digits;
  try {
    ({ digits } = JSON.parse(payload));
  } catch {
    digits = undefined;
  }
  if (typeof digits !== 'string' || !/^[0-9A-Dw*#]{1,64}$/.test(digits)) {
    throw new RpcError(REFUSED, 'digits must be 1 to 64 of 0-9, *, #, A-D and w');
  }
  return digits;
}
