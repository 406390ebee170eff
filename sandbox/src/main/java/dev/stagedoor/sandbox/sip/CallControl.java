// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.Participant.Entrant;
import dev.stagedoor.sandbox.RoomSpec;
import dev.stagedoor.sandbox.clockwork.Timeline;
import dev.stagedoor.sandbox.sip.SipCall.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Calls from the room's side: joined, answered, ended. Guarded by the lock of the project's state. */
final class CallControl {
    static final int OK = 200;
    static final int BUSY = 486;
    static final int CANCELLED = 487;
    static final Duration RINGING = Duration.ofMinutes(3);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final String CALL_STATUS = "sip.callStatus";

    private final Turn turn;
    private final CallRooms rooms;
    private final Timeline timeline;
    private final List<SipCall> all = new ArrayList<>();
    private final List<SipCall> live = new ArrayList<>();
    private BiConsumer<SipCall, String> pins = (call, pin) -> {};

    CallControl(Turn turn, CallRooms rooms, Timeline timeline) {
        this.turn = turn;
        this.rooms = rooms;
        this.timeline = timeline;
        rooms.watch(this::changed);
    }

    Turn turn() {
        return turn;
    }

    List<SipCall> all() {
        return all;
    }

    void onPin(BiConsumer<SipCall, String> handler) {
        pins = handler;
    }

    void keyed(SipCall call, String pin) {
        if (!call.over()) pins.accept(call, pin);
    }

    void add(SipCall call) {
        all.add(call);
    }

    /** Lets the call's participant into the room; ends the call if the room is full. */
    void join(SipCall call, RoomSpec spec, Entrant entrant) {
        String sid = rooms.enter(spec, entrant);
        if (sid == null) {
            end(call, BUSY, true);
            return;
        }
        call.room = spec.name();
        call.identity = entrant.identity();
        call.sid = sid;
        live.add(call);
        status(call, call.status);
        changed(call.room);
    }

    void status(SipCall call, Status status) {
        call.status = status;
        rooms.attribute(call.room, call.sid, CALL_STATUS, status.attribute());
    }

    /** The INVITE was accepted; an answered call ends by itself at its limit. */
    void answer(SipCall call, Status status) {
        call.finalAnswer = OK;
        call.answered = timeline.now();
        status(call, status);
        timeline.in(Objects.requireNonNullElse(call.longest, LONGEST), () -> end(call, 0, true));
    }

    /**
     * Ends a call once.
     *
     * @param unanswered the final answer if there was none yet; 0 for silence
     * @param byLiveKit whether LiveKit ends it, which it does with BYE once the call was answered
     */
    void end(SipCall call, int unanswered, boolean byLiveKit) {
        if (call.over()) return;
        boolean talking = call.answered != null;
        call.ended = timeline.now();
        call.status = Status.HANGUP;
        call.bye = talking && byLiveKit;
        if (!talking) call.finalAnswer = unanswered;
        live.remove(call);
        rooms.leave(call.room, call.sid);
    }

    /** LiveKit SIP hears no audio before it subscribes to somebody's track, and lets the caller wait for that. */
    private void changed(String room) {
        for (SipCall call : List.copyOf(live)) {
            if (!call.room.equals(room) || call.over()) continue;
            if (!rooms.holds(room, call.sid)) {
                end(call, call.leg.inbound() ? BUSY : CANCELLED, true);
            } else if (call.leg.inbound() && call.status == Status.RINGING && rooms.sounds(room, call.sid)) {
                answer(call, Status.ACTIVE);
            }
        }
    }
}
