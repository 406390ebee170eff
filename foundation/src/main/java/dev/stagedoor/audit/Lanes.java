package dev.stagedoor.audit;

import dev.stagedoor.db.Database;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The group commit of a node: a few lanes, each tenant always in the same one. */
final class Lanes implements AutoCloseable {
    private final Aside aside;
    private final List<Lane> lanes;
    private final Duration deadline;

    Lanes(Database database, LedgerConfig config) {
        Aside beside = new Aside(database, config.deadline());
        aside = beside;
        deadline = config.deadline();
        lanes = IntStream.range(0, config.lanes())
                .mapToObj(i ->
                        new Lane("ledger-lane-" + i, new LaneQueue(config.queue()), new GroupCommit(database), beside))
                .toList();
    }

    /** Returns when the entry is durable; throws whatever else became of it ({@link Ledger#append}). */
    void append(Grant grant, long platformEpoch) {
        Pending pending = new Pending(grant, platformEpoch);
        int lane = Math.floorMod(grant.proof().tenant().value().hashCode(), lanes.size());
        lanes.get(lane).put(pending);
        pending.await(deadline);
    }

    int waiting() {
        return lanes.stream().mapToInt(Lane::waiting).sum();
    }

    /** Takes nothing in any more, and finishes what is queued. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
        aside.close();
    }
}
