// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stagedoor.api.orchestration.DebateRequest;
import dev.stagedoor.api.orchestration.HierarchicalRequest;
import dev.stagedoor.api.orchestration.OrchestrationRequest;
import dev.stagedoor.api.orchestration.ParallelRequest;
import dev.stagedoor.api.orchestration.RoutingRequest;
import dev.stagedoor.api.orchestration.RunEventData;
import dev.stagedoor.api.orchestration.RunList;
import dev.stagedoor.api.orchestration.RunView;
import dev.stagedoor.api.orchestration.SequentialRequest;
import dev.stagedoor.client.http.Request;
import dev.stagedoor.client.http.WireJson;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs: agents that work in one of five patterns. */
public final class Runs {
    /** The request of each pattern, by the pattern's name. */
    public static final Map<String, Class<? extends OrchestrationRequest>> PATTERNS = Map.of(
            "sequential", SequentialRequest.class,
            "debate", DebateRequest.class,
            "hierarchical", HierarchicalRequest.class,
            "parallel", ParallelRequest.class,
            "routing", RoutingRequest.class);

    /**
     * An event of a run.
     *
     * @param id    its number in the run
     * @param event {@code start}, {@code status}, {@code chunk}, and at the end {@code complete} or {@code error}
     */
    public record Event(String id, String event, RunEventData data) {
        /** Whether no event follows. */
        public boolean isLast() {
            return event.equals("complete") || event.equals("error");
        }
    }

    private final Root root;

    Runs(Root root) {
        this.root = root;
    }

    /**
     * Starts a run in the pattern of that request, and follows its events to its end, across lost connections. Closing the
     * feed does not stop the run.
     *
     * @throws IllegalArgumentException if it is not the request of a pattern
     */
    public EventFeed<Event> start(OrchestrationRequest request) {
        String pattern = PATTERNS.entrySet().stream()
                .filter(entry -> entry.getValue().isInstance(request))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(request.getClass() + " is no pattern's request"));
        return feed(Request.post(root.at("orchestration", pattern, "stream"), request));
    }

    /** The events of a run from the first on, to its end. Reconnects by itself. Close it. */
    public EventFeed<Event> follow(String run) {
        return feed(events(run));
    }

    private EventFeed<Event> feed(Request first) {
        return new EventFeed<>(root.transport(), first, new Events(), Event::isLast);
    }

    private Request events(String run) {
        return Request.get(root.at("runs", run, "events"));
    }

    /** What follows the first event of a run that was just started is read from the run, never by starting another. */
    private final class Events implements EventFeed.Form<Event> {
        @Override
        public Event read(String id, String name, String json) throws JsonProcessingException {
            return new Event(id, name, WireJson.mapper().readValue(json, RunEventData.class));
        }

        @Override
        public Request onwards(Request request, Event event) {
            String run = event.data().executionId();
            return run == null ? request : events(run);
        }
    }

    /**
     * Filters runs; null matches any.
     *
     * @param status  {@code running}, {@code completed}, {@code failed}, {@code cancelled} or {@code interrupted}
     * @param pattern {@code sequential}, {@code debate}, {@code hierarchical}, {@code parallel} or {@code routing}
     * @param user    the id of the user whose selected profile it took
     * @param from    started at or after this time
     * @param to      started before this time
     */
    public record Filter(
            @Nullable String status,
            @Nullable String pattern,
            @Nullable String user,
            @Nullable Instant from,
            @Nullable Instant to) {
        /** All runs. */
        public static final Filter ALL = new Filter(null, null, null, null, null);

        Request on(Request request) {
            return request.with("status", status)
                    .with("pattern", pattern)
                    .with("user", user)
                    .with("from", from)
                    .with("to", to);
        }
    }

    /** A page of them, newest first. */
    public RunList list(PageRequest page) {
        return list(Filter.ALL, page);
    }

    /** A page of those that match, newest first. */
    public RunList list(Filter filter, PageRequest page) {
        return root.send(filter.on(root.list(page, "runs")), RunList.class);
    }

    /** All of those that match, page by page. */
    public Stream<RunView> all(Filter filter) {
        return Pages.stream(page -> list(filter, page), RunList::items, RunList::next);
    }

    /** One of them, with its calls and its result so far. */
    public RunView get(String run) {
        return root.send(Request.get(root.at("runs", run)), RunView.class);
    }

    /** Stops one; one that has already ended is returned as it is. */
    public RunView cancel(String run) {
        return root.send(Request.post(root.at("runs", run, "cancel"), null), RunView.class);
    }
}
