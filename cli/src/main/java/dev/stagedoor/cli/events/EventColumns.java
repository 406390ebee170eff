// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.api.events.EventView;
import dev.stagedoor.cli.console.Columns;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The columns of events. */
final class EventColumns {
    static final Columns<EventView> ROW = new Columns<EventView>()
            .add("at", EventView::timestamp)
            .add("type", EventView::type)
            .add("data", event -> data(event.data()))
            .add("id", EventView::id);

    private EventColumns() {}

    static String data(Map<String, Object> data) {
        return new TreeMap<>(data)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }
}
