// SPDX-License-Identifier: Apache-2.0
/** What the API says of API keys. A key's text is in one answer only, {@link dev.stagedoor.api.access.CreatedApiKey}. */
@NullMarked
package dev.stagedoor.api.access;

import org.jspecify.annotations.NullMarked;
