// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.evictions.Evictions.KeptOut;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.projects.Project;
import dev.stagedoor.tenants.RoomNames;
import dev.stagedoor.tokens.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** People who were put out are out: they are in none of the rooms they are kept out of, and their tokens are refused (T4). */
final class PutOutCheck implements Check {
    private static final int MOST = 100;
    private static final int TOKENS = 5;
    private static final int ROOMS = 200;

    /** Evictions are carried out a moment after their change. */
    private static final Duration A_MOMENT = Duration.ofMillis(2_500);

    private final Ledger ledger;
    private final Evictions evictions;
    private final Tokens tokens;

    PutOutCheck(Ledger ledger, Evictions evictions, Tokens tokens) {
        this.ledger = ledger;
        this.evictions = evictions;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "put_out";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(4);
    }

    @Override
    public Finding look(Subject subject) throws InterruptedException {
        List<KeptOut> all = keptOut(subject);
        if (all.isEmpty()) {
            return Finding.skipped("Nobody was put out lately.");
        }
        Project project = subject.project();
        for (KeptOut one : all.subList(0, Math.min(TOKENS, all.size()))) {
            if (isGranted(subject, project, one)) {
                return Finding.failed("A token of somebody who was put out was not refused.");
            }
        }
        AtomicReference<String> where = new AtomicReference<>("");
        boolean out = Check.until(A_MOMENT, () -> {
            List<KeptOut> now = keptOut(subject);
            Rooms rooms = rooms(project, now);
            where.set(rooms.words());
            return !isAnybodyIn(project, now, rooms.looked());
        });
        return Finding.that(
                out,
                out
                        ? "Of " + all.size() + " who were put out, none is in " + where.get()
                                + ", and their tokens are refused."
                        : "Somebody who was put out is in a room.");
    }

    private List<KeptOut> keptOut(Subject subject) {
        return ledger.store(subject.by(), subject.tenant(), tx -> evictions.keptOut(tx, MOST));
    }

    /** A good token of theirs, which never leaves this server, is presented to be refreshed. */
    private boolean isGranted(Subject subject, Project project, KeptOut one) {
        String room = one.room().isEmpty() ? subject.canary() : one.room();
        AccessToken theirs = AccessToken.forParticipant(one.identity())
                .video(VideoGrant.joining(room))
                .ttl(TokenCheck.LIFE)
                .build();
        Principal by = subject.by();
        try {
            tokens.refresh(by, subject.tenant(), project.signer().sign(theirs).jwt());
            return true;
        } catch (Problem refused) {
            if (refused.code().retryable()) {
                throw refused;
            }
            return false;
        }
    }

    /**
     * The rooms to look into.
     *
     * @param all how many the tenant has
     */
    private record Rooms(List<String> looked, int all) {
        String words() {
            return looked.size() == all
                    ? "a room"
                    : "any of " + looked.size() + " of the tenant's " + all + " rooms, picked at random";
        }
    }

    /** Those that people were put out of, and of the others as many as there is time for. */
    private static Rooms rooms(Project project, List<KeptOut> keptOut) {
        Set<String> named = new HashSet<>();
        keptOut.forEach(one -> named.add(one.room()));
        List<String> all = new ArrayList<>();
        project.rooms().stream()
                .map(Room::name)
                .filter(room -> RoomNames.belongs(project.slug(), room))
                .forEach(all::add);
        Collections.shuffle(all);
        all.sort(Comparator.comparing(room -> !named.contains(room)));
        return new Rooms(List.copyOf(all.subList(0, Math.min(ROOMS, all.size()))), all.size());
    }

    /** By who is kept out now: whoever was admitted again meanwhile may be in. */
    private static boolean isAnybodyIn(Project project, List<KeptOut> keptOut, List<String> rooms) {
        for (String room : rooms) {
            Set<String> inside = new HashSet<>();
            project.participants(room).forEach(one -> inside.add(one.identity()));
            if (keptOut.stream().anyMatch(one -> inside.contains(one.identity()) && isOf(one, room))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(KeptOut one, String room) {
        return one.room().isEmpty() || one.room().equals(room);
    }
}
