// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.claude.ClaudeProblems;
import dev.stagedoor.claude.PassedAnswer;
import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.http.vendor.PassedReply;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One call that is passed on: its answer goes to the client as it arrives, through a buffer of a fixed size, and is counted.
 * Whatever ends it closes the provider's answer too, so that no more is generated.
 */
final class PassedCall implements PassedReply {
    private static final int BUFFER = 16 * 1024;

    /** Many times the longest message that is not streamed. */
    private static final int LONGEST_MESSAGE = 8 << 20;

    /** Up to here a message that is not streamed counts for nothing. */
    private static final int USUAL_MESSAGE = 128 * 1024;

    private static final int LONGEST_ERROR = 64 * 1024;
    private static final String STREAMED = "text/event-stream";
    private static final String JSON = "application/json";

    /** Of a call whose client has left, or may not go on. */
    private static final String STOPPED = "stopped";

    private static final List<String> HEADERS = List.of("request-id", "retry-after");
    private static final Pattern PLAIN = Pattern.compile("[!-~]{1,128}");

    private final Supplier<PassedAnswer> call;
    private final ModelLeases.Usable usable;
    private final MessageAsked asked;
    private final Supplier<Charge> charges;
    private final MemoryShares shares;
    private final long bytes;

    /** {@code bytes}: of the request, which count for its tenant while it waits. */
    PassedCall(
            Supplier<PassedAnswer> call,
            ModelLeases.Usable usable,
            MessageAsked asked,
            Supplier<Charge> charges,
            MemoryShares shares,
            long bytes) {
        this.call = call;
        this.usable = usable;
        this.asked = asked;
        this.charges = charges;
        this.shares = shares;
        this.bytes = bytes;
    }

    @Override
    public void run(Sink sink) throws InterruptedException {
        try (MemoryShares.Held _ = shares.take(usable.holder().tenant(), bytes);
                Charge charge = charges.get()) {
            try {
                pass(sink, charge);
            } catch (IOException | RuntimeException failed) {
                // A read that was interrupted says so as an I/O error.
                boolean stopped = Thread.currentThread().isInterrupted();
                Problem problem = problem(failed);
                charge.failed(stopped ? STOPPED : problem.code().wire());
                throw problem;
            }
        } catch (RuntimeException failed) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw failed;
        }
    }

    private Problem problem(Exception failed) {
        return failed instanceof RuntimeException known
                ? ClaudeProblems.of(known, usable.credential())
                : Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The provider broke off its answer.")
                        .causedBy(failed);
    }

    private void pass(Sink sink, Charge charge) throws IOException {
        try (PassedAnswer answer = call.get()) {
            String type = answer.header("content-type").orElse("");
            if (answer.status() != 200) {
                charge.failed(Integer.toString(answer.status()));
                refused(sink, answer, type, charge);
            } else if (asked.stream() && type.startsWith(STREAMED)) {
                streamed(sink, answer, charge);
            } else if (type.startsWith(JSON)) {
                whole(sink, answer, charge);
            } else {
                throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The provider's answer is not a message.");
            }
        }
    }

    private void streamed(Sink sink, PassedAnswer answer, Charge charge) throws IOException {
        UsageScanner used = new UsageScanner();
        charge.begun();
        try {
            sink.begin(200, STREAMED, headers(answer));
            Arriving body = new Arriving(answer.body());
            while (!body.ended) {
                body.next();
                used.on(body.bytes, body.count);
                if (body.ended) {
                    end(sink, charge, body.bytes, body.count);
                } else {
                    sink.write(body.bytes, body.count);
                }
            }
        } finally {
            if (used.isKnown()) {
                charge.used(used.tokens(), used.stop());
            }
        }
    }

    /** What arrives of a streamed answer. */
    private static final class Arriving {
        private final byte[] bytes = new byte[BUFFER];
        private final InputStream body;
        private int count;
        private boolean ended;

        Arriving(InputStream body) {
            this.body = body;
        }

        /** Waits for a byte or the end, and takes all that has arrived with it, so that it goes on in one write. */
        void next() throws IOException {
            count = 0;
            do {
                int got = body.read(bytes, count, bytes.length - count);
                ended = got < 0;
                count += Math.max(0, got);
            } while (!ended && count < bytes.length && body.available() > 0);
        }
    }

    private void whole(Sink sink, PassedAnswer answer, Charge charge) throws IOException {
        charge.begun();
        byte[] first = answer.body().readNBytes(USUAL_MESSAGE);
        if (first.length < USUAL_MESSAGE) {
            message(sink, answer, charge, first);
            return;
        }
        try (MemoryShares.Held _ = shares.take(usable.holder().tenant(), LONGEST_MESSAGE)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream(2 * USUAL_MESSAGE);
            all.writeBytes(first);
            all.writeBytes(bounded(answer, LONGEST_MESSAGE - USUAL_MESSAGE));
            message(sink, answer, charge, all.toByteArray());
        }
    }

    private static void message(Sink sink, PassedAnswer answer, Charge charge, byte[] body) throws IOException {
        MessageSaid said = MessageSaid.of(body);
        if (said.usage() != null) {
            charge.used(said.usage(), said.stop());
        }
        sink.begin(200, JSON, headers(answer));
        end(sink, charge, body, body.length);
    }

    /** Where a budget holds something for the call, the reply ends once that is given back: the next call may need it. */
    private static void end(Sink sink, Charge charge, byte[] bytes, int length) {
        if (charge.isHeld()) {
            sink.write(bytes, length);
        } else {
            sink.end(bytes, length);
        }
    }

    /** The provider's own words, if they are the vendor's; what is wrong with the tenant's secret is not the client's fault. */
    private void refused(Sink sink, PassedAnswer answer, String type, Charge charge) throws IOException {
        if (answer.status() == 401 || answer.status() == 403) {
            throw Problem.of(
                    ErrorCode.CREDENTIAL_REJECTED,
                    "The provider rejects the secret of profile "
                            + usable.credential().profileName() + ".");
        }
        byte[] body = bounded(answer, LONGEST_ERROR);
        if (answer.status() < 400 || !type.startsWith(JSON) || !isError(body)) {
            throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The provider failed.");
        }
        sink.begin(answer.status(), JSON, headers(answer));
        end(sink, charge, body, body.length);
    }

    private static boolean isError(byte[] body) {
        try {
            return Json.read(body, JsonNode.class).at("/error/type").isTextual();
        } catch (Problem notJson) {
            return false;
        }
    }

    private static byte[] bounded(PassedAnswer answer, int most) throws IOException {
        byte[] body = answer.body().readNBytes(most + 1);
        if (body.length > most) {
            throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The provider's answer is too long.");
        }
        return body;
    }

    private static Map<String, String> headers(PassedAnswer answer) {
        Map<String, String> headers = new HashMap<>();
        for (String name : HEADERS) {
            answer.header(name)
                    .filter(value -> PLAIN.matcher(value).matches())
                    .ifPresent(value -> headers.put(name, value));
        }
        return headers;
    }

    /** As the provider says it in the middle of a stream. */
    @Override
    public byte[] lastWords(Problem ended) {
        String json =
                Json.text(AnthropicErrors.of(ended, usable.holder().requestId()).body());
        // A blank line first: what came before may have ended in the middle of a line.
        return asked.stream()
                ? ("\n\nevent: error\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8)
                : new byte[0];
    }
}
