// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.stagedoor.bench.load.Latencies;
import dev.stagedoor.bench.load.MessageRequest;
import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.bench.report.Goals;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.bench.servers.MessageServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What Stagedoor adds to one call of a model: until the first byte of an answer that it passes on, and for each call of a
 * run beside the vendor's own client; and how long a run takes to start. The scripted API answers at once.
 */
final class ModelCalls {
    private static final int STEPS = 20;
    private static final int BLOCK = 400;
    private static final int RUNS = 40;
    private static final int IN_WARM_UP = 16;
    private static final Duration SLICE = Duration.ofSeconds(10);
    private static final int MOST_SLICES = 24;
    private static final double NEXT_TO_NOTHING = 0.03;

    private final PlainCalls http;
    private final AnthropicClient vendor;
    private final ModelTenant tenant;
    private final Settings settings;

    ModelCalls(PlainCalls http, AnthropicClient vendor, ModelTenant tenant, Settings settings) {
        this.http = http;
        this.vendor = vendor;
        this.tenant = tenant;
        this.settings = settings;
    }

    /** Measures, prints three tables and says how far the goals are met; of the servers, the first one is asked directly. */
    void measure(List<MessageServer> servers, Goals goals) {
        List<Repeated> tokens = servers.stream()
                .map(server -> {
                    HttpRequest request = PlainCalls.message(server.url(), server.key());
                    Repeated first = Repeated.undoneAtOnce(server.name(), () -> firstByte(request));
                    return server.mayFail() ? first.orFailed() : first;
                })
                .toList();
        List<Repeated> runs = List.of(
                new Repeated(STEPS + " calls by the vendor's client", this::directly, () -> {}),
                new Repeated("a run of " + STEPS + " calls", this::run, () -> {}));
        List<Repeated> starts = List.of(
                Repeated.undoneAtOnce("answered", this::answered),
                Repeated.undoneAtOnce("first event", () -> firstByte(tenant.streamedRun(1))));
        // LiteLLM would take most of the time, and has no compiler.
        warmUp(servers.get(1), tokens.subList(0, 2), runs, starts);

        Compared token = report("first token", tokens, BLOCK, List.of(1, 8, 32));
        Compared run = report("run", runs, RUNS, List.of(1, 8));
        Compared start = report("start of a run", starts, BLOCK, List.of(1, 8));
        goals.atMost("added to a call of a run, p50", 2, run.added() / STEPS, " ms")
                .atMost("added to the first token of a call that is passed on, p50", 1, token.added(), " ms")
                .atMost("start of a run: validated, leased, stored, p50", 10, start.first(), " ms");
    }

    /** The median of the first one, and what the second one adds to it; in milliseconds, one at a time. */
    private record Compared(double first, double added) {}

    private static double median(Repeated what) {
        return what.latencies().millis(50);
    }

    /** Until the compiler of our server is nearly idle: runs take far more code than calls that are passed on. */
    private static void warmUp(Contender ours, List<Repeated> first, List<Repeated> runs, List<Repeated> starts) {
        double compiling = 1;
        for (int slice = 1; slice <= MOST_SLICES && compiling > NEXT_TO_NOTHING; slice++) {
            CpuTime before = ours.meters().compiler().get();
            long began = System.nanoTime();
            while (System.nanoTime() < began + SLICE.toNanos()) {
                first.forEach(each -> each.block(IN_WARM_UP, 8));
                starts.forEach(each -> each.block(IN_WARM_UP, 8));
                runs.forEach(each -> each.block(IN_WARM_UP, 8));
            }
            CpuTime compiler = ours.meters().compiler().get().minus(before);
            compiling = 1000.0 * compiler.total() / (System.nanoTime() - began);
            Settings.say("models: warming up, " + Text.whole(100 * compiling) + " % of a core to compile");
        }
    }

    /** Prints a table. */
    private Compared report(String what, List<Repeated> all, int block, List<Integer> parallel) {
        MarkdownTable table = new MarkdownTable(what, "parallel", "p50 ms", "added", "p95 ms", "p99 ms", "samples");
        List<Compared> compared = new ArrayList<>();
        for (int atATime : parallel) {
            Settings.say("models: " + what + ", " + atATime + " in parallel");
            all.forEach(Repeated::forget);
            for (int round = 0; round < settings.rounds(); round++) {
                all.forEach(each -> each.block(block, atATime));
            }
            double direct = median(all.getFirst());
            all.forEach(each -> row(table, each, atATime, direct));
            compared.add(new Compared(direct, median(all.get(1)) - direct));
        }
        System.out.println(table);
        return compared.getFirst();
    }

    private static void row(MarkdownTable table, Repeated each, int atATime, double direct) {
        Latencies all = each.latencies();
        table.row(
                each.name(),
                Integer.toString(atATime),
                Text.hundredths(all.millis(50)),
                Text.hundredths(all.millis(50) - direct),
                Text.hundredths(all.millis(95)),
                Text.hundredths(all.millis(99)),
                Integer.toString(all.count()));
    }

    /** Timed until the answer's first byte; the rest is read afterwards. */
    private Runnable firstByte(HttpRequest request) {
        InputStream body = http.open(request);
        try {
            if (body.read() < 0) {
                throw new IllegalStateException(request.uri() + " answers nothing");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return () -> PlainCalls.text(body);
    }

    private Runnable answered() {
        InputStream body = http.open(tenant.streamedRun(1));
        return () -> PlainCalls.text(body);
    }

    private Runnable directly() {
        MessageCreateParams message = MessageCreateParams.builder()
                .model(MessageRequest.MODEL)
                .maxTokens(MessageRequest.MOST_TOKENS)
                .system("You are friendly.")
                .addUserMessage(MessageRequest.SAID)
                .build();
        for (int step = 0; step < STEPS; step++) {
            try (StreamResponse<RawMessageStreamEvent> stream =
                    vendor.messages().createStreaming(message)) {
                if (stream.stream().noneMatch(RawMessageStreamEvent::isMessageStop)) {
                    throw new IllegalStateException("the answer broke off");
                }
            }
        }
        return () -> {};
    }

    private Runnable run() {
        if (!http.text(tenant.run(STEPS)).contains("\"status\":\"completed\"")) {
            throw new IllegalStateException("the run did not complete");
        }
        return () -> {};
    }
}
