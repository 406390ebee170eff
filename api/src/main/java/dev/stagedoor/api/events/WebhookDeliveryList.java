// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of deliveries. */
public record WebhookDeliveryList(
        List<WebhookDeliveryView> items, @Nullable String next) {}
