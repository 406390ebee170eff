// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.json.Json;

/** What an agent is told. */
final class ToldAgent {
    private ToldAgent() {}

    /** The metadata of that attempt: what was asked for with our mark, by which a look recognizes it. */
    static String metadata(Dispatch dispatch, Attempt attempt) {
        if (dispatch.spec().briefing().verbatim()) {
            return dispatch.spec().briefing().metadata();
        }
        ObjectNode metadata = Json.read(dispatch.spec().briefing().metadata(), ObjectNode.class);
        metadata.put("dispatch_id", dispatch.id().value());
        metadata.put("attempt", attempt.number());
        String replaced = dispatch.replaces();
        if (replaced != null) {
            metadata.put("replaces", replaced);
        }
        return Json.text(metadata);
    }
}
