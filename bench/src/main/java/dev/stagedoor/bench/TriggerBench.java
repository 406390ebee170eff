// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.calls.Wait;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.client.PageRequest;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.devmode.Installation;
import dev.stagedoor.devmode.LiveKitPorts;
import dev.stagedoor.devmode.LiveKitServer;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.CreateDispatch;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code POST /api/v1/trigger} (room, agent, token, call, receipt and audit) against the bare calls to the same real
 * livekit-server that create room and dispatch. No worker is registered: no response waits for one. Calls are ended and
 * rooms deleted between blocks, and a block starts once no dispatch of the previous one is still tracked.
 */
final class TriggerBench {
    private static final String KEY = "APIbench";
    private static final String SECRET = "a-secret-of-the-benchmark-and-nobody-else";
    private static final String AGENT = "demo";
    private static final int FIRST_PORT = 27_880;
    private static final int BLOCK = 64;
    private static final Duration TO_WARM_UP = Duration.ofSeconds(20);

    private static final long LOOK_EVERY = Duration.ofMillis(100).toNanos();
    private static final Set<String> OVER = Set.of("completed", "failed");

    private final AtomicInteger number = new AtomicInteger();
    private final StagedoorClient stagedoor;
    private final LiveKitClient livekit;
    private final Project project;

    private TriggerBench(StagedoorClient stagedoor, LiveKitClient livekit, Project project) {
        this.stagedoor = stagedoor;
        this.livekit = livekit;
        this.project = project;
    }

    /** Runs it and prints a table. */
    static void run(Settings settings, DurablePostgres postgres) {
        Path program = new Installation(settings.home(), System.getenv())
                .livekitServer()
                .orElseThrow(() -> new IllegalStateException("no livekit-server found: run make livekit"));
        LiveKitServer.Spec spec = new LiveKitServer.Spec(
                "bench", program, settings.folder(), LiveKitPorts.from(FIRST_PORT), KEY, Secret.of(SECRET));
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "trigger", postgres);
        try (LiveKitServer livekit = LiveKitServer.start(spec);
                StagedoorServer server = installed.serve(with -> with.with("STAGEDOOR_DISPATCH_QUIET_PERIOD", "1s"));
                LiveKitClient bare = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
            Customer acme = server.customer("acme", new LiveKitCredentialRequest(livekit.url(), KEY, SECRET), true);
            server.operatorOf(acme).agents().put(AGENT, agent());
            try (StagedoorClient backend = server.client(acme.apiKey())) {
                Project project = Project.of(ServerUrl.parse(livekit.url()), ApiKey.of(KEY, SECRET));
                new TriggerBench(backend, bare, project).measure(settings);
            }
        }
    }

    private static AgentDefinition agent() {
        return new AgentDefinition(null, "Demo agent", AGENT, null, null, null, null, null, null, null);
    }

    private void measure(Settings settings) {
        List<Repeated> contenders = List.of(
                new Repeated("Stagedoor, trigger, wait=none", () -> trigger(Wait.NONE), this::awaitQuiet),
                new Repeated("Stagedoor, trigger, wait=sent", () -> trigger(Wait.SENT), this::awaitQuiet),
                new Repeated("bare CreateRoom, then CreateDispatch", this::roomThenDispatch, () -> {}),
                new Repeated("bare CreateRoom with the agent in it", this::roomWithAgent, () -> {}));
        Settings.say("trigger: warming up");
        long warm = System.nanoTime() + TO_WARM_UP.toNanos();
        while (System.nanoTime() < warm) {
            contenders.forEach(contender -> contender.block(BLOCK, 8));
        }
        MarkdownTable table = new MarkdownTable("call", "parallel", "p50 ms", "p95 ms", "p99 ms", "samples");
        for (int atATime : new int[] {1, 8}) {
            Settings.say("trigger: " + atATime + " parallel calls");
            contenders.forEach(Repeated::forget);
            for (int block = 0; block < settings.rounds(); block++) {
                contenders.forEach(contender -> contender.block(BLOCK, atATime));
            }
            contenders.forEach(contender -> contender.report(atATime, table));
        }
        System.out.println(table);
    }

    private Runnable trigger(Wait until) {
        TriggerRequest request = new TriggerRequest(
                AGENT, null, "user_" + number.incrementAndGet(), null, null, null, null, null, until, null);
        TriggerAnswer answer = stagedoor.calls().trigger(request);
        return () -> stagedoor.calls().end(answer.callId());
    }

    /** Waits until all dispatches are over; until then Stagedoor still looks for leftovers. */
    private void awaitQuiet() {
        PageRequest newest = new PageRequest(PageRequest.MOST, null);
        while (!stagedoor.dispatches().list(newest).items().stream()
                .allMatch(dispatch -> OVER.contains(dispatch.status()))) {
            LockSupport.parkNanos(LOOK_EVERY);
        }
    }

    private Runnable roomThenDispatch() {
        String room = "acme.bare-" + number.incrementAndGet();
        livekit.rooms(project).createRoom(CreateRoom.named(room));
        livekit.dispatches(project).createDispatch(CreateDispatch.of(room, AGENT, "{}"));
        return () -> livekit.rooms(project).deleteRoom(room);
    }

    private Runnable roomWithAgent() {
        String room = "acme.bare-" + number.incrementAndGet();
        livekit.rooms(project).createRoom(CreateRoom.withAgent(room, RoomAgentDispatch.of(AGENT, "{}")));
        return () -> livekit.rooms(project).deleteRoom(room);
    }
}
