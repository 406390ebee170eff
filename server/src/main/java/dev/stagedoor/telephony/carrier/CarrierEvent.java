// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a webhook says. All texts are bounded and free of control characters; what they mean is the sender's choice.
 *
 * @param attestation what STIR/SHAKEN says about the caller's number, if the carrier says it
 * @param answeredBy  how the carrier expects its answer
 */
public record CarrierEvent(
        Ids ids, Kind kind, Parties parties, Order order, Optional<Attestation> attestation, AnsweredBy answeredBy) {
    /**
     * What the carrier calls it.
     *
     * @param call  the id of the call, or of the leg of a call that it is about
     * @param event the same for a repeated delivery, and for no other event of the carrier
     * @param group the call or session that the leg belongs to, if the carrier says so
     */
    public record Ids(String call, String event, Optional<String> group) {}

    /** What happened. */
    public enum Kind {
        /** A call that waits for an answer: dial or refuse. */
        INCOMING,
        RINGING,
        ANSWERED,
        COMPLETED,
        BUSY,
        FAILED,
        NO_ANSWER,
        CANCELED,
        /** Something that calls do not depend on. */
        OTHER;

        /** What a status says, in the words of Twilio and of those that took them over. */
        public static Kind ofStatus(String status) {
            return switch (status) {
                case "ringing" -> RINGING;
                case "in-progress", "answered" -> ANSWERED;
                case "completed" -> COMPLETED;
                case "busy" -> BUSY;
                case "failed" -> FAILED;
                case "no-answer", "timeout" -> NO_ANSWER;
                case "canceled", "cancel" -> CANCELED;
                default -> OTHER;
            };
        }

        /** Whether the call or leg is over. */
        public boolean isFinal() {
            return switch (this) {
                case COMPLETED, BUSY, FAILED, NO_ANSWER, CANCELED -> true;
                case INCOMING, RINGING, ANSWERED, OTHER -> false;
            };
        }
    }

    /**
     * Who calls whom.
     *
     * @param caller what {@code from} is
     * @param from   as sent
     * @param to     as sent
     */
    public record Parties(CallerId caller, String from, String to, Direction direction) {
        /** Without the numbers: events are logged. */
        @Override
        public String toString() {
            return "Parties[caller=" + caller + ", direction=" + direction + ']';
        }
    }

    /**
     * Where it belongs among the events of its call, which arrive in any order.
     *
     * @param sequence counts up from 0, if sent
     * @param at       when it happened, if sent
     */
    public record Order(OptionalLong sequence, Optional<Instant> at) {
        /** Nothing is said about it. */
        public static final Order NOT_SAID = new Order(OptionalLong.empty(), Optional.empty());

        private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,9}");

        /**
         * What a carrier says about it; what cannot be read is not said.
         *
         * @param sequence a number, in digits
         * @param at       {@code 2026-11-30T09:15:00Z}, or as RFC 1123 has it: {@code Mon, 30 Nov 2026 09:15:00 +0000}
         */
        public static Order of(Optional<String> sequence, Optional<String> at) {
            OptionalLong number = sequence.filter(text -> SEQUENCE.matcher(text).matches())
                    .map(text -> OptionalLong.of(Long.parseLong(text)))
                    .orElse(OptionalLong.empty());
            return new Order(number, at.flatMap(Order::instant));
        }

        private static Optional<Instant> instant(String text) {
            boolean iso = !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
            DateTimeFormatter form =
                    iso ? DateTimeFormatter.ISO_OFFSET_DATE_TIME : DateTimeFormatter.RFC_1123_DATE_TIME;
            try {
                return Optional.of(form.parse(text, Instant::from));
            } catch (DateTimeException neither) {
                return Optional.empty();
            }
        }
    }

    /** How the carrier expects its answer. */
    public enum AnsweredBy {
        /** In the reply's body. */
        DOCUMENT,
        /** By commands to its API. */
        COMMANDS
    }
}
