// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A new key: the only response that contains its text. */
public record CreatedApiKey(
        @JsonPropertyDescription("The key itself, shown only once")
        String key,

        @JsonPropertyDescription("The key as later responses show it")
        ApiKeyView apiKey) {
    /** Without the key, since records get logged by accident. */
    @Override
    public String toString() {
        return "CreatedApiKey[key=[secret], apiKey=" + apiKey + "]";
    }
}
