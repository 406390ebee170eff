// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stagedoor.client.http.Request;
import dev.stagedoor.client.http.WireJson;

/** How the events of a feed are read. */
@FunctionalInterface
interface EventForm<T> {
    /** One event: its id, its name and its data. */
    T read(String id, String name, String json) throws JsonProcessingException;

    /** The request that reads what comes after that event, once the connection is lost. */
    default Request onwards(Request request, T event) {
        return request;
    }

    /** Events that are their data. */
    static <T> EventForm<T> data(Class<T> type) {
        return (id, name, json) -> WireJson.mapper().readValue(json, type);
    }
}
