package dev.stagedoor.dispatch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dispatch being changed: all of the old one but what is said here. */
final class DispatchChange {
    private final Dispatch old;
    private DispatchSpec spec;
    private Status status;
    private List<Attempt> attempts;
    private @Nullable EndReason end;
    private @Nullable String joined;
    private @Nullable Instant joinedAt;
    private boolean roomSeen;
    private @Nullable Instant quietSince;
    private int failures;
    private @Nullable Instant unreachable;
    private @Nullable Instant endingSince;
    private @Nullable Instant endedAt;

    DispatchChange(Dispatch old) {
        this.old = old;
        this.spec = old.spec();
        this.status = old.status();
        this.attempts = old.attempts();
        this.end = old.end();
        this.joined = old.joined();
        this.joinedAt = old.joinedAt();
        this.roomSeen = old.roomSeen();
        this.quietSince = old.quietSince();
        this.failures = old.failures();
        this.unreachable = old.unreachable();
        this.endingSince = old.endingSince();
        this.endedAt = old.endedAt();
    }

    DispatchChange spec(DispatchSpec next) {
        spec = next;
        return this;
    }

    DispatchChange status(Status next) {
        status = next;
        return this;
    }

    DispatchChange attempts(List<Attempt> next) {
        attempts = next;
        return this;
    }

    DispatchChange end(EndReason next) {
        end = next;
        return this;
    }

    DispatchChange joined(String identity, Instant at) {
        joined = identity;
        joinedAt = at;
        return this;
    }

    DispatchChange roomSeen(boolean next) {
        roomSeen = next;
        return this;
    }

    DispatchChange quietSince(@Nullable Instant next) {
        quietSince = next;
        return this;
    }

    DispatchChange answered() {
        failures = 0;
        unreachable = null;
        return this;
    }

    DispatchChange failed(Instant now) {
        failures++;
        unreachable = unreachable == null ? now : unreachable;
        return this;
    }

    DispatchChange endingSince(Instant next) {
        endingSince = next;
        return this;
    }

    DispatchChange endedAt(Instant next) {
        endedAt = next;
        return this;
    }

    Dispatch make() {
        return new Dispatch(
                old.id(),
                old.tenant(),
                spec,
                status,
                attempts,
                end,
                joined,
                joinedAt,
                roomSeen,
                quietSince,
                failures,
                unreachable,
                endingSince,
                endedAt);
    }
}
