// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static dev.stagedoor.dispatch.plan.Given.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.Given;
import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A node remembers which workers took jobs, within bounds (I7)")
class SeenWorkersTest {
    private static final int MOST = 10;

    private final SeenWorkers seen = new SeenWorkers(MOST);

    /** Its second attempt was sent at 21 s. */
    private static final Dispatch SECOND = Given.secondAttempt();

    private static RoomView listing(Dispatch dispatch, int attempt, String job) {
        return new RoomView(
                true,
                List.of(),
                1,
                List.of(new RoomView.Listed("AD_1", dispatch.id().value(), attempt, job)));
    }

    @Test
    void a_job_that_is_listed_within_two_seconds_of_its_attempt_makes_the_project_warm_for_55() {
        seen.saw(SECOND, listing(SECOND, 2, "agent-a"), at(23));

        assertThat(seen.of(SECOND, at(23))).isEqualTo(new Workers(true, true));
        assertThat(seen.of(SECOND, at(77))).isEqualTo(new Workers(false, true));
    }

    @Test
    void a_job_listed_later_or_of_an_earlier_attempt_only_shows_that_somebody_serves_the_name() {
        seen.saw(SECOND, listing(SECOND, 2, "agent-a"), at(23.5));
        assertThat(seen.of(SECOND, at(23.5))).isEqualTo(new Workers(false, true));

        SeenWorkers other = new SeenWorkers(MOST);
        other.saw(SECOND, listing(SECOND, 1, "agent-a"), at(22));
        assertThat(other.of(SECOND, at(22))).isEqualTo(new Workers(false, true));
    }

    @Test
    void a_dispatch_without_a_job_shows_nothing() {
        seen.saw(
                SECOND,
                new RoomView(
                        true,
                        List.of(),
                        1,
                        List.of(new RoomView.Listed("AD_1", SECOND.id().value(), 2, null))),
                at(22));

        assertThat(seen.of(SECOND, at(22))).isEqualTo(new Workers(false, false));
    }

    @Test
    void however_many_projects_and_names_there_are_no_more_than_its_bound_is_remembered() {
        List<Dispatch> all = IntStream.range(0, 20 * MOST)
                .mapToObj(SeenWorkersTest::ofAnother)
                .toList();
        all.forEach(one -> seen.saw(one, listing(one, 1, "agent-a"), at(1)));

        assertThat(all).filteredOn(one -> seen.of(one, at(1)).warm()).hasSizeBetween(1, MOST);
        assertThat(all).filteredOn(one -> seen.of(one, at(1)).serving()).hasSizeBetween(1, MOST);
    }

    /** A dispatch of that version of a credential, and so of another project. */
    private static Dispatch ofAnother(int version) {
        DispatchSpec spec = new DispatchSpec(
                new DispatchSpec.Target(Given.ROOM, true, Given.AGENT, null),
                new DispatchSpec.Briefing("{}", "", Duration.ofMinutes(5)),
                DispatchSpec.Schedule.from(at(0), Duration.ofMinutes(1), Duration.ofSeconds(45)),
                version,
                null);
        return Dispatch.requested(Given.ID, Given.ACME, spec)
                .starting(Attempt.starting(1, Attempt.Via.CREATE_ROOM, at(0), Set.of()));
    }
}
