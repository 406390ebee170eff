// SPDX-License-Identifier: Apache-2.0
// Starts the app's origin.

import { createOrigin } from './origin.mjs';
import { settings } from './settings.mjs';

const { STAGEDOOR_URL, STAGEDOOR_PUBLISHABLE_KEY } = settings('STAGEDOOR_URL', 'STAGEDOOR_PUBLISHABLE_KEY');
const { PORT = '3001' } = process.env;
createOrigin({ stagedoorUrl: STAGEDOOR_URL, publishableKey: STAGEDOOR_PUBLISHABLE_KEY, folder: new URL('./dist/', import.meta.url) })
  .listen(Number(PORT), '127.0.0.1', function () {
    console.log(`http://localhost:${this.address().port}`);
  });
