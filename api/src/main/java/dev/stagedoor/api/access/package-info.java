// SPDX-License-Identifier: Apache-2.0
/** API keys in the API. A key's text is in one answer only, {@link dev.stagedoor.api.access.CreatedApiKey}. */
@NullMarked
package dev.stagedoor.api.access;

import org.jspecify.annotations.NullMarked;
