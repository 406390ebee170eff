// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message as server-sent events, in Anthropic's order and spelling. */
final class Events {
    /**
     * One event.
     *
     * @param token whether it carries a token of the answer
     */
    record Event(String name, String data, boolean token) {
        byte[] bytes() {
            return ("event: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    private final List<Event> events = new ArrayList<>();

    private Events() {}

    static List<Event> of(Reply reply) {
        Events stream = new Events();
        stream.add("message_start", object("message_start").set("message", reply.opening()));
        if (reply.parts().isEmpty()) stream.ping();
        for (int i = 0; i < reply.parts().size(); i++)
            stream.part(i, reply.parts().get(i));
        ObjectNode end = object("message_delta");
        end.putObject("delta")
                .put("stop_reason", reply.stopReason())
                .put("stop_sequence", reply.stopSequence())
                .putNull("stop_details");
        stream.add("message_delta", end.set("usage", reply.usage().delta()));
        stream.add("message_stop", object("message_stop"));
        return stream.events;
    }

    static Event error(ApiError error, String requestId) {
        return new Event("error", error.body(requestId).toString(), false);
    }

    private void part(int index, Reply.Part part) {
        Reply.@Nullable Tool tool = part.tool();
        ObjectNode block = tool == null
                ? JsonNodeFactory.instance.objectNode().put("type", "text").put("text", "")
                : Reply.empty(tool);
        add(
                "content_block_start",
                object("content_block_start").put("index", index).set("content_block", block));
        if (index == 0) ping();
        String type = tool == null ? "text_delta" : "input_json_delta";
        String field = tool == null ? "text" : "partial_json";
        String before = "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":{\"type\":\"" + type
                + "\",\"" + field + "\":";
        for (String piece : part.pieces()) {
            events.add(new Event("content_block_delta", before + TextNode.valueOf(piece) + "}}", true));
        }
        add("content_block_stop", object("content_block_stop").put("index", index));
    }

    private void ping() {
        // Anthropic writes this one with a space.
        events.add(new Event("ping", "{\"type\": \"ping\"}", false));
    }

    private void add(String name, Object data) {
        events.add(new Event(name, data.toString(), false));
    }

    private static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
