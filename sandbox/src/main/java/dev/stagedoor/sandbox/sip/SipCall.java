// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.sip.Caller.Refer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A call, watched from the telephone's side. Every look first lets happen what is due by the clock. Thread-safe. */
public final class SipCall {
    /** The values of {@code sip.callStatus}. */
    public enum Status {
        DIALING,
        RINGING,
        /** Keys are being sent. */
        AUTOMATION,
        ACTIVE,
        HANGUP;

        String attribute() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who called whom. */
    record Leg(String id, boolean inbound, String from, String to, String invite) {}

    final Leg leg;
    final Refer refer;
    private final CallControl control;
    final List<String> transfers = new ArrayList<>();
    Status status;
    String room = "";
    String identity = "";
    String sid = "";
    int finalAnswer;
    boolean bye;

    @Nullable
    Instant answered;

    @Nullable
    Instant ended;

    @Nullable
    Duration longest;

    SipCall(Leg leg, Refer refer, Status status, CallControl control) {
        this.leg = leg;
        this.refer = refer;
        this.status = status;
        this.control = control;
    }

    /** LiveKit's id of the call, {@code SCL_…}: the participant's {@code sip.callID}. */
    public String id() {
        return leg.id();
    }

    /** Whether it came in. */
    public boolean inbound() {
        return leg.inbound();
    }

    /** The number that calls. */
    public String from() {
        return leg.from();
    }

    /** The number called. */
    public String to() {
        return leg.to();
    }

    /** The INVITE as it would go out, headers and all. */
    public String invite() {
        return leg.invite();
    }

    /** How far the call is. */
    public Status status() {
        return control.turn().get(() -> status);
    }

    /** The final answer to the INVITE; none while it rings, and if LiveKit dropped the call without a word. */
    public OptionalInt sipStatus() {
        return control.turn().get(() -> finalAnswer == 0 ? OptionalInt.empty() : OptionalInt.of(finalAnswer));
    }

    /** When it was answered: from then on the carrier bills it. */
    public Optional<Instant> answered() {
        return control.turn().get(() -> Optional.ofNullable(answered));
    }

    /** When it ended. */
    public Optional<Instant> ended() {
        return control.turn().get(() -> Optional.ofNullable(ended));
    }

    /** Whether LiveKit hung up on somebody who was talking. */
    public boolean bye() {
        return control.turn().get(() -> bye);
    }

    /** The room it came into; empty if into none. */
    public String room() {
        return control.turn().get(() -> room);
    }

    /** Its participant's identity; empty if it came into no room. */
    public String identity() {
        return control.turn().get(() -> identity);
    }

    /** Its participant's sid; empty if it came into no room. */
    public String participantSid() {
        return control.turn().get(() -> sid);
    }

    /** Where LiveKit asked the carrier to transfer it, each REFER once. */
    public List<String> transfers() {
        return control.turn().get(() -> List.copyOf(transfers));
    }

    /** The person hangs up, or gives up while it rings. */
    public void hangUp() {
        control.turn().take(() -> control.end(this, CallControl.CANCELLED, false));
    }

    /** The person keys in a PIN that LiveKit has asked for. */
    public void keyIn(String pin) {
        control.turn().take(() -> control.keyed(this, pin));
    }

    boolean over() {
        return ended != null;
    }

    @Override
    public String toString() {
        return "SipCall[" + leg.id() + "]";
    }
}
