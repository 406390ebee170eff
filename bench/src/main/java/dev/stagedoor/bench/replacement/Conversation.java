// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.replacement;

import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.api.dispatch.ReceiptLine;
import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A call whose agent is in the room, with a person who stays. */
final class Conversation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final ReplacingTenant tenant;
    private final TriggerAnswer call;
    private final Child person;

    private Conversation(ReplacingTenant tenant, TriggerAnswer call, Child person) {
        this.tenant = tenant;
        this.call = call;
        this.person = person;
    }

    static Conversation begin(Path home, Path folder, ReplacingTenant tenant) {
        TriggerAnswer call = tenant.trigger();
        if (!call.dispatch().status().equals("joined")) {
            throw new IllegalStateException("no agent has joined " + call.roomName());
        }
        CountDownLatch inside = new CountDownLatch(1);
        List<String> words =
                List.of("node", home.resolve("bench/workers/person.mjs").toString());
        Command command = Command.of("person", folder, words)
                .with("LIVEKIT_URL", call.serverUrl())
                .with("TOKEN", call.participantToken());
        Child person = Child.start(command, line -> {
            if (line.equals("connected")) {
                inside.countDown();
            }
        });
        try {
            if (!inside.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody has entered " + call.roomName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Conversation(tenant, call, person);
    }

    /** Follows all of them until each has another agent. */
    static List<Replaced> replacedAll(List<Conversation> talks, long killedAt) {
        long[] two = new long[talks.size()];
        long end = System.nanoTime() + PATIENCE.toNanos();
        long before = System.nanoTime();
        boolean all = false;
        while (!all && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
            long now = System.nanoTime();
            all = true;
            for (int i = 0; i < two.length; i++) {
                boolean doubled = talks.get(i).agents() > 1;
                two[i] += doubled ? now - before : 0;
                all &= talks.get(i).isReplaced() && !doubled;
            }
            before = now;
        }
        List<Replaced> found = new ArrayList<>();
        for (int i = 0; i < two.length; i++) {
            found.add(talks.get(i).found(Instant.ofEpochMilli(killedAt), Duration.ofNanos(two[i])));
        }
        return found;
    }

    private int agents() {
        return tenant.agentsIn(call);
    }

    private boolean isReplaced() {
        DispatchView now = tenant.dispatch(call);
        return now.status().equals("joined")
                && !Objects.equals(now.agentIdentity(), call.dispatch().agentIdentity());
    }

    private Replaced found(Instant killed, Duration two) {
        List<ReceiptLine> lines = Objects.requireNonNull(tenant.dispatch(call).receipt());
        return new Replaced(
                after(killed, lines, "lost"), isReplaced() ? after(killed, lines, "joined") : Double.NaN, two);
    }

    /** Seconds until the first line of that status that is later. */
    private static double after(Instant killed, List<ReceiptLine> lines, String status) {
        double[] found = lines.stream()
                .filter(line -> line.status().equals(status) && line.at().isAfter(killed))
                .mapToDouble(line -> Duration.between(killed, line.at()).toMillis() / 1000.0)
                .toArray();
        return Arrays.stream(found).findFirst().orElse(Double.NaN);
    }

    @Override
    public void close() {
        tenant.end(call);
        person.close();
    }
}
