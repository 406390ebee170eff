// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { AudioQueue } from '../audio-queue.mjs';

const second = (value) => new Int16Array(8_000).fill(value);

it('holds so much audio, and gives up the oldest for more', () => {
  const queue = new AudioQueue(8_000, 2_000);

  assert.equal(queue.push(second(1)), 0);
  assert.equal(queue.push(second(2)), 0);
  assert.equal(queue.fits(1), false);
  assert.equal(queue.push(second(3)), 1_000);

  assert.equal(queue.shift()[0], 2);
  assert.equal(queue.fits(8_000), true);
  assert.equal(queue.shift()[0], 3);
  assert.equal(queue.empty, true);
});

it('takes what is longer than all it holds, alone', () => {
  const queue = new AudioQueue(8_000, 500);
  queue.push(new Int16Array(80));

  assert.equal(queue.push(second(1)), 10);
  assert.equal(queue.push(second(2)), 1_000);
  assert.equal(queue.shift()[0], 2);
});
