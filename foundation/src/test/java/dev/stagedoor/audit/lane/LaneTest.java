// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** E5: a node that says it is ready grants, whatever one group commit met. */
class LaneTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_lane_outlives_an_error_and_answers_whoever_waited_for_that_commit() {
        LeftRows left = new LeftRows();
        GroupCommit commit = new GroupCommit(DB.database(), left);
        AtomicBoolean fails = new AtomicBoolean(true);
        try (SlowPath beside = new SlowPath(DB.database(), left, PATIENCE);
                Lane lane = new Lane(
                        "of the test",
                        new LaneQueue(8),
                        shares -> {
                            if (fails.getAndSet(false)) {
                                throw new StackOverflowError("as asked");
                            }
                            return commit.run(shares, false);
                        },
                        beside)) {
            PendingGrant first = pending();
            lane.put(first);
            assertThatThrownBy(() -> first.await(PATIENCE))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.AUDIT_UNAVAILABLE));

            PendingGrant second = pending();
            lane.put(second);
            assertThatCode(() -> second.await(PATIENCE)).doesNotThrowAnyException();
        }
    }

    private static PendingGrant pending() {
        Principal.SystemJob by = new Principal.SystemJob("test", "req_test");
        long epoch = DB.database().read(TenantId.PLATFORM, tx -> tx.epoch());
        Draft entry = Draft.of(by, Instant.EPOCH, "test.grant", "x", "{}");
        Proof proof = new Proof(TenantId.PLATFORM, epoch);
        return new PendingGrant(new Grant(proof, entry, Cost.NONE, Budget.UNLIMITED), Lanes.NO_EPOCH);
    }
}
