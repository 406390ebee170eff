// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.crypto.SealBroken;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.projects.ForeignKey;
import dev.stagedoor.projects.ForeignKey.Sight;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * No other tenant's key is good for anything here, nor the platform's (I1): on its own server, which may be this one under
 * another name, it does not see a room that was made for this; and this server does not know it. Where there are many tenants,
 * some are picked at random each time.
 *
 * <p>Any of these servers may be a hostile tenant's. This one gets no token that another's secret signed, only the key's id,
 * which is public; and others' servers are asked for a room whose name says nothing of this tenant, and believed only if they
 * know what is in it.
 */
final class OtherKeysCheck implements Check {
    /** Tenants that are asked. */
    static final int MOST = 20;

    private static final Duration EACH = Duration.ofSeconds(1);
    private static final int SECRET = 16;

    /** Between two keys that this node asks about: however many tenants are verified, there is room for tokens (I7). */
    private static final Duration APART = Duration.ofMillis(10);

    private final SecureRandom random = new SecureRandom();
    private final Database database;
    private final Snapshots snapshots;
    private final Projects projects;
    private final Supplier<Optional<ForeignKey>> platform;
    private final Validator validator;
    private final AtomicLong nextTurn = new AtomicLong(System.nanoTime());

    OtherKeysCheck(
            Database database,
            Snapshots snapshots,
            Projects projects,
            Supplier<Optional<ForeignKey>> platform,
            Validator validator) {
        this.database = database;
        this.snapshots = snapshots;
        this.projects = projects;
        this.platform = platform;
        this.validator = validator;
    }

    @Override
    public String name() {
        return "other_keys";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(5);
    }

    /** Whether the tenant's server knows a key. */
    private enum Here {
        UNKNOWN,
        KNOWN,
        UNCLEAR
    }

    /** What the two servers answered about one key. */
    private record Asked(Sight atHome, Here here) {}

    @Override
    public Finding look(Subject subject) throws InterruptedException {
        VerificationStore.Others others =
                database.poll(handle -> VerificationStore.others(handle, subject.tenant(), MOST));
        List<ForeignKey> keys = new ArrayList<>();
        others.picked().forEach(tenant -> key(tenant).ifPresent(keys::add));
        int tenants = keys.size();
        Optional<ForeignKey> platforms = platform.get();
        platforms.ifPresent(keys::add);
        if (keys.isEmpty()) {
            return Finding.skipped("There is no other tenant with a LiveKit key, and the platform has none.");
        }
        Project project = subject.project();
        Canary room = new Canary("stagedoor-canary-" + subject.unique(), secret());
        try {
            project.rooms(rooms -> rooms.createRoom(room.asked()), EACH);
        } catch (LiveKitException refused) {
            return Finding.failed("There was no room to look for.");
        }
        try {
            return judged(new Asking(subject, project, room).all(keys), tenants, others.all());
        } finally {
            project.inBackground().deleteRoom(room.name());
        }
    }

    /** A room that others are asked for by its name; its metadata, which they are not told, is what they cannot make up. */
    private record Canary(String name, String metadata) {
        CreateRoom asked() {
            return CreateRoom.named(
                    name, RoomConfiguration.builder().metadata(metadata).build());
        }
    }

    private String secret() {
        byte[] bytes = new byte[SECRET];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Optional<ForeignKey> key(TenantId tenant) {
        try {
            return Optional.of(snapshots.current(tenant, projects::active).foreignKey());
        } catch (Problem | SealBroken theirs) {
            // Their own verification says so; it must not fail this tenant's (I7).
            return Optional.empty();
        }
    }

    /** Starts are apart, and not each other's ends: a server that hangs delays no other (I7). */
    private void awaitTurn() throws InterruptedException {
        long now = System.nanoTime();
        long turn = nextTurn.getAndUpdate(next -> Math.max(next, now) + APART.toNanos());
        Thread.sleep(Duration.ofNanos(Math.max(0, turn - now)));
    }

    /** One round of questions. */
    private final class Asking {
        private final Subject subject;
        private final Project project;
        private final Canary room;
        private final String toNobodys;
        private final String toOurs;

        /** What the server says of a key that nobody has, and of its own: whatever its words are, they differ. */
        Asking(Subject subject, Project project, Canary room) throws InterruptedException {
            this.subject = subject;
            this.project = project;
            this.room = room;
            this.toNobodys = answer("API" + subject.unique());
            this.toOurs = answer(project.signer().keyId());
        }

        private String answer(String keyId) throws InterruptedException {
            AccessToken nothing = TokenCheck.granting(VideoGrant.NONE);
            Validator.Said said = validator.askForged(subject.tenant(), project.url(), keyId, nothing);
            return said.status() + " " + said.text().replace(keyId, "…");
        }

        List<Asked> all(List<ForeignKey> keys) throws InterruptedException {
            List<Asked> all = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Asked>> asking = threads.invokeAll(keys.stream()
                        .<Callable<Asked>>map(key -> () -> ask(key))
                        .toList());
                for (Future<Asked> one : asking) {
                    all.add(one.get());
                }
            } catch (ExecutionException bug) {
                throw new IllegalStateException(bug.getCause());
            }
            return all;
        }

        private Asked ask(ForeignKey key) throws InterruptedException {
            awaitTurn();
            return new Asked(key.atHome(room.name(), room.metadata()), here(key));
        }

        private Here here(ForeignKey key) throws InterruptedException {
            if (key.id().equals(project.signer().keyId())) {
                // The server has one secret for an id, and it is the tenant's.
                return key.isKeyOf(project) ? Here.KNOWN : Here.UNKNOWN;
            }
            try {
                String answer = answer(key.id());
                if (toNobodys.equals(toOurs)) {
                    return Here.UNCLEAR;
                }
                return answer.equals(toNobodys) ? Here.UNKNOWN : answer.equals(toOurs) ? Here.KNOWN : Here.UNCLEAR;
            } catch (Problem unanswered) {
                return Here.UNCLEAR;
            }
        }
    }

    private static Finding judged(List<Asked> all, int tenants, int ofHowMany) {
        long seeing = count(all, one -> one.atHome() == Sight.SEES);
        long known = count(all, one -> one.here() == Here.KNOWN);
        long unclear = count(all, one -> one.here() == Here.UNCLEAR);
        long away = count(all, one -> one.atHome() == Sight.UNREACHED);
        String asked = "Asked about the keys of " + tenants + " of " + ofHowMany + " other tenants"
                + (all.size() > tenants ? " and the platform's" : "") + ", their own servers and this one: ";
        if (seeing > 0) {
            return Finding.failed(asked + seeing + " see the tenant's room.");
        }
        if (known > 0) {
            return Finding.failed(
                    asked + "none sees the tenant's room, but this server knows " + known + " of the keys.");
        }
        if (unclear > 0) {
            return Finding.failed(asked + "this server did not say whether it knows " + unclear + " of the keys.");
        }
        String unreached = away == 0 ? "" : " (" + away + " of their own servers did not answer)";
        return Finding.passed(asked + "none sees the tenant's room, and this server knows none" + unreached + ".");
    }

    private static long count(List<Asked> all, Predicate<Asked> which) {
        return all.stream().filter(which).count();
    }
}
