// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import picocli.CommandLine.Command;

/** {@code stagedoor webhook-endpoints}. */
@Command(
        name = "webhook-endpoints",
        description = "Say where events are sent, test that, and see what was delivered.",
        subcommands = {
            CreateEndpoint.class,
            ListEndpoints.class,
            ShowEndpoint.class,
            UpdateEndpoint.class,
            DeleteEndpoint.class,
            RotateSecret.class,
            TestEndpoint.class,
            ListDeliveries.class,
            RedeliverEvent.class
        })
public final class WebhookEndpointsCommand {}
