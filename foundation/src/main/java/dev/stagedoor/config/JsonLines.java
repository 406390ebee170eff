// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * A log line as one flat JSON object: {@code time} (RFC 3339, UTC), {@code level}, {@code logger}, {@code message}, the
 * line's own keys ({@code method}, {@code route}, {@code status}, {@code tenant}, {@code request_id}), what its thread worked
 * on ({@code tenant}, {@code call}, {@code dispatch}), and {@code error} with a stack trace.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] NONE = {};

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("message", event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.stream().filter(pair -> !line.has(pair.key)).forEach(pair -> put(line, pair.key, pair.value));
        }
        event.getMDCPropertyMap().forEach((key, value) -> {
            if (!line.has(key)) {
                line.put(key, value);
            }
        });
        IThrowableProxy error = event.getThrowableProxy();
        if (error != null) {
            line.put("error", ThrowableProxyUtil.asString(error));
        }
        try {
            return (MAPPER.writeValueAsString(line) + '\n').getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a log line is not JSON", e);
        }
    }

    private static void put(ObjectNode line, String key, @Nullable Object value) {
        switch (value) {
            case Integer number -> line.put(key, number);
            case Long number -> line.put(key, number);
            case Double number -> line.put(key, number);
            case Boolean flag -> line.put(key, flag);
            case null, default -> line.put(key, String.valueOf(value));
        }
    }
}
