// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.stagedoor.client.http.WireJson;

/** Records as JSON, as in the HTTP API. */
final class JsonText {
    private JsonText() {}

    static String of(Object value, boolean pretty) {
        ObjectWriter writer = WireJson.mapper().writer();
        try {
            return (pretty ? writer.withDefaultPrettyPrinter() : writer).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }
}
