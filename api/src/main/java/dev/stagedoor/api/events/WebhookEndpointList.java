// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of webhook endpoints. */
public record WebhookEndpointList(
        List<WebhookEndpointView> items, @Nullable String next) {}
