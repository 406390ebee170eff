// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.util.regex.Pattern;

/** Which room a call comes into (LiveKit's {@code SIPDispatchRule}). A PIN is not shown by {@code toString}. */
public sealed interface Routing {
    /** What the caller has to key in first, 1 to 32 digits; empty for nothing. */
    String pin();

    /**
     * A room for each caller: {@code <prefix>_<caller's number>_<random>}.
     *
     * @param roomPrefix what the room's name starts with
     * @param noRandomness whether to leave the random part out: then a second call from the same number comes into the
     *     same room and disconnects the first
     */
    record Individual(String roomPrefix, String pin, boolean noRandomness) implements Routing {
        public Individual {
            SipText.line("roomPrefix", roomPrefix);
            Pin.check(pin);
        }

        @Override
        public String toString() {
            return "Individual[" + roomPrefix + (noRandomness ? ", no randomness]" : "]");
        }
    }

    /**
     * One room for all callers.
     *
     * @param roomName its name; its agents start only for the first of them
     */
    record Direct(String roomName, String pin) implements Routing {
        public Direct {
            SipText.line("roomName", roomName);
            Pin.check(pin);
            if (roomName.isEmpty()) {
                throw new IllegalArgumentException("roomName is empty");
            }
        }

        @Override
        public String toString() {
            return "Direct[" + roomName + "]";
        }
    }

    /**
     * A room for each number called: {@code <prefix>_<called number>}.
     *
     * @param roomPrefix what the room's name starts with
     * @param randomize whether each call gets a room of its own
     */
    record Callee(String roomPrefix, String pin, boolean randomize) implements Routing {
        public Callee {
            SipText.line("roomPrefix", roomPrefix);
            Pin.check(pin);
        }

        @Override
        public String toString() {
            return "Callee[" + roomPrefix + (randomize ? ", randomized]" : "]");
        }
    }

    /** A room of its own for each call, without a PIN. */
    static Routing individual(String roomPrefix) {
        return new Individual(roomPrefix, "", false);
    }

    /** One room for all callers, without a PIN. */
    static Routing direct(String roomName) {
        return new Direct(roomName, "");
    }

    /** A room for each number called, without a PIN. */
    static Routing callee(String roomPrefix) {
        return new Callee(roomPrefix, "", false);
    }

    /** The keys of a telephone that LiveKit's prompt takes. */
    final class Pin {
        private static final Pattern DIGITS = Pattern.compile("[0-9]{0,32}");

        private Pin() {}

        static void check(String pin) {
            SipText.require(DIGITS.matcher(pin).matches(), "pin", "up to 32 digits", pin);
        }
    }
}
