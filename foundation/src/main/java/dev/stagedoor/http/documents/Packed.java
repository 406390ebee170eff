// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A large text that never changes: kept compressed, sent so to whoever can unpack it, and to nobody twice. */
final class Packed {
    private static final String GZIP = ".*\\bgzip\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$)).*";

    private final byte[] gzip;
    private final String tag;

    private Packed(byte[] gzip, String tag) {
        this.gzip = gzip;
        this.tag = tag;
    }

    static Packed of(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CRC32 sum = new CRC32();
        sum.update(content);
        return new Packed(packed.toByteArray(), '"' + HexFormat.of().toHexDigits(sum.getValue(), 8) + '"');
    }

    /** The reply to a request for it: in the coding that the client accepts, or only that its copy is still right. */
    Reply to(Exchange exchange, String contentType, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.putAll(Map.of("ETag", tag, "Cache-Control", "no-cache", "Vary", "Accept-Encoding"));
        if (exchange.header("If-None-Match").filter(tag::equals).isPresent()) {
            return new Reply.Bytes(304, contentType, new byte[0], headers);
        }
        if (!unpacks(exchange)) {
            return new Reply.Bytes(200, contentType, unpacked(), headers);
        }
        headers.put("Content-Encoding", "gzip");
        return new Reply.Bytes(200, contentType, gzip, headers);
    }

    private static boolean unpacks(Exchange exchange) {
        return exchange.header("Accept-Encoding")
                .filter(codings -> codings.toLowerCase(Locale.ROOT).matches(GZIP))
                .isPresent();
    }

    private byte[] unpacked() {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
