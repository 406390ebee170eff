// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import java.util.List;

/** Everything that is known of a call, in order. */
public record CallTimeline(String callId, List<TimelineStep> steps) {}
