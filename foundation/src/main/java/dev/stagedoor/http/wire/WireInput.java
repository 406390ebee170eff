// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection, on their way to Helidon's parser. A request's head passes as it was sent, and never a
 * byte beyond it until its {@link BodyFraming} is known. A chunked body is checked here and passed on in chunks of our
 * own, without extensions or trailers, each as small as what one read from the socket brought: Helidon 4.3 fails on a
 * size that is not a number, on extensions and on trailers, does not check what follows a chunk, and buffers a chunk as
 * large as the client names.
 */
final class WireInput implements Supplier<byte @Nullable []> {
    private static final byte[] NONE = {};
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** What may be sent around the chunks of one body: extensions and trailers. */
    private static final int EXTRAS = 16 << 10;

    /** The longest size of a chunk: a line up to here is no extra. */
    private static final int SIZE = 16;

    private final Supplier<byte @Nullable []> socket;
    private final Runnable begins;
    private Part part = Part.HEAD;
    private byte[] held = NONE;
    private int next;
    private int ofHeadEnd;
    private boolean begun;
    private long left;
    private int extras;
    private final FrameKinds frameKinds = new FrameKinds();

    private enum Part {
        HEAD,
        LENGTH,
        CHUNKED,
        FRAMES,
        OVER
    }

    /**
     * @param socket reads what has arrived, waiting for at least a byte; null at the end
     * @param begins called at the first byte of each request
     */
    WireInput(Supplier<byte @Nullable []> socket, Runnable begins) {
        this.socket = socket;
        this.begins = begins;
    }

    /** The head has been read, and this is how its body is framed; {@code length} counts for {@code LENGTH} only. */
    void body(BodyFraming framing, long length) {
        left = framing == BodyFraming.LENGTH ? length : 0;
        extras = 0;
        part = switch (framing) {
            case NONE -> Part.HEAD;
            case LENGTH -> length == 0 ? Part.HEAD : Part.LENGTH;
            case CHUNKED -> Part.CHUNKED;
            case UNCLEAR -> Part.OVER;
        };
    }

    /** From now on the client sends the frames of a WebSocket. */
    FrameKinds upgraded() {
        part = Part.FRAMES;
        return frameKinds;
    }

    /** The next bytes for the parser; null at the end. */
    @Override
    public byte @Nullable [] get() {
        return switch (part) {
            case HEAD -> head();
            case LENGTH -> ofLength();
            case CHUNKED -> chunk();
            case FRAMES -> frames();
            case OVER -> null;
        };
    }

    private byte @Nullable [] head() {
        if (isAtEnd()) {
            return null;
        }
        if (!begun) {
            begun = true;
            begins.run();
        }
        int end = next;
        while (end < held.length && ofHeadEnd < HEAD_END.length) {
            byte one = held[end++];
            ofHeadEnd = one == HEAD_END[ofHeadEnd] ? ofHeadEnd + 1 : one == HEAD_END[0] ? 1 : 0;
        }
        if (ofHeadEnd == HEAD_END.length) {
            ofHeadEnd = 0;
            begun = false;
        }
        return take(end - next);
    }

    private byte @Nullable [] frames() {
        if (isAtEnd()) {
            return null;
        }
        byte[] some = take(held.length - next);
        frameKinds.replace(some);
        return some;
    }

    private byte @Nullable [] ofLength() {
        if (isAtEnd()) {
            return null;
        }
        byte[] some = takeLeft();
        part = left == 0 ? Part.HEAD : part;
        return some;
    }

    /** A body that turns out to be malformed, or breaks off, is over: nothing after it is read as a request. */
    private byte @Nullable [] chunk() {
        part = Part.OVER;
        if (left == 0) {
            byte[] size = line(SIZE);
            if (size == null) {
                return null;
            }
            left = ChunkLines.size(size);
            if (left == 0) {
                return last();
            }
        }
        if (isAtEnd()) {
            return null;
        }
        byte[] some = takeLeft();
        if (left == 0) {
            byte[] rest = line(0);
            if (rest == null) {
                return null;
            }
            if (rest.length > 0) {
                throw ChunkLines.malformed("a chunk is longer than its size");
            }
        }
        part = Part.CHUNKED;
        return framed(some);
    }

    private byte @Nullable [] last() {
        for (byte[] line = line(0); line != null; line = line(0)) {
            if (line.length == 0) {
                part = Part.HEAD;
                return LAST_CHUNK;
            }
            ChunkLines.requireField(line);
        }
        return null;
    }

    /** A line without its CRLF; null if the client leaves first. Bytes after the first {@code free} are extras. */
    private byte @Nullable [] line(int free) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(16);
        boolean returned = false;
        while (!isAtEnd()) {
            byte one = held[next++];
            if (returned != (one == '\n')) {
                throw ChunkLines.malformed("a line does not end with CRLF");
            }
            if (returned) {
                return line.toByteArray();
            }
            returned = one == '\r';
            if (!returned) {
                line.write(one);
                extras += line.size() > free ? 1 : 0;
                if (extras > EXTRAS) {
                    throw ChunkLines.malformed("its extensions and trailers are too large");
                }
            }
        }
        return null;
    }

    private static byte[] framed(byte[] data) {
        byte[] size = (Integer.toHexString(data.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = Arrays.copyOf(size, size.length + data.length + 2);
        System.arraycopy(data, 0, chunk, size.length, data.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }

    private byte[] takeLeft() {
        byte[] some = take((int) Math.min(left, held.length - next));
        left -= some.length;
        return some;
    }

    private byte[] take(int count) {
        byte[] some = next == 0 && count == held.length ? held : Arrays.copyOfRange(held, next, next + count);
        next += count;
        return some;
    }

    /** Waits for a byte; true if the client has left. */
    private boolean isAtEnd() {
        while (next == held.length) {
            byte[] more = socket.get();
            if (more == null) {
                return true;
            }
            held = more;
            next = 0;
        }
        return false;
    }
}
