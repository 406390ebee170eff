// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.kernel.Secret;

/** A new key with its text, which is shown once and stored nowhere. */
public record CreatedKey(ApiKey key, Secret text) {}
