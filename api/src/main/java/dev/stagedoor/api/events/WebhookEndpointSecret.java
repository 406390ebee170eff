// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.events;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A webhook endpoint with its new secret. */
public record WebhookEndpointSecret(
        WebhookEndpointView endpoint,

        @JsonPropertyDescription("What its events are signed with: whsec_…, for a library of Standard Webhooks."
                + " It is never shown again.")
        String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "WebhookEndpointSecret[" + endpoint + "]";
    }
}
