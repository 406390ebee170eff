// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls.timeline;

import dev.stagedoor.api.calls.CallTimeline;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import java.util.List;

/** The story of a call over HTTP. */
final class TimelineRoutes {
    private final Timeline timeline;

    TimelineRoutes(Timeline timeline) {
        this.timeline = timeline;
    }

    List<Route<?>> all() {
        return Route.alsoUnderTenant(List.of(Route.get(
                        "/api/v1/calls/{call}/timeline", new Access.TenantScope(Scope.CALLS_READ))
                .named("call.timeline", "Tell what happened in a call, in order")
                .answers(CallTimeline.class)
                .by(exchange -> Reply.ok(
                        timeline.of(exchange.principal(), exchange.tenant(), new CallId(exchange.path("call")))))));
    }
}
