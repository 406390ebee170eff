// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.outbound;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a WebSocket that this server opened brings, in whole messages of bounded length. The next is read once the last was
 * heard, so that whoever hears slowly is told slowly.
 */
public final class WholeMessages implements WebSocket.Listener {
    /** No close came (RFC 6455 §7.4.1). */
    public static final int ABNORMAL = 1006;

    private static final Logger LOG = LoggerFactory.getLogger(WholeMessages.class);

    private final Limits limits;
    private final Hearing hearing;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    /** The longest text message, in characters, and the longest binary one, in bytes. */
    public record Limits(int text, int binary) {}

    /** Who hears them. */
    public interface Hearing {
        void text(String message);

        void binary(byte[] message);

        /**
         * It is over.
         *
         * @param code what the other side closed it with; {@link #ABNORMAL} if it broke, or was cut since a message was too
         *     long
         */
        void over(int code, String reason);
    }

    /** For that hearer. */
    public WholeMessages(Limits limits, Hearing hearing) {
        this.limits = limits;
        this.hearing = hearing;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (text.length() + data.length() > limits.text()) {
            cut(from);
            return null;
        }
        text.append(data);
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            hearing.text(whole);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        if (binary.size() + data.remaining() > limits.binary()) {
            cut(from);
            return null;
        }
        byte[] part = new byte[data.remaining()];
        data.get(part);
        binary.writeBytes(part);
        if (last) {
            byte[] whole = binary.toByteArray();
            binary.reset();
            hearing.binary(whole);
        }
        from.request(1);
        return null;
    }

    private void cut(WebSocket from) {
        LOG.warn("a WebSocket's message is longer than {}", limits);
        from.abort();
        hearing.over(ABNORMAL, "a message is too long");
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        hearing.over(code, reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        hearing.over(ABNORMAL, error.toString());
    }
}
