package dev.stagedoor.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A key just made: the only answer that ever holds its text. */
public record CreatedApiKey(
        @JsonPropertyDescription("The key itself, shown this once")
        String key,

        @JsonPropertyDescription("What is known of it from now on")
        ApiKeyView apiKey) {
    /** Without the key: records are printed by accident. */
    @Override
    public String toString() {
        return "CreatedApiKey[key=[secret], apiKey=" + apiKey + "]";
    }
}
